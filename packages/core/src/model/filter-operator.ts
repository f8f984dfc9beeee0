/** The operators of a filter: a closed set (FI-2). */
export const filterOperators = [
  'eq',
  'ieq',
  'not-eq',
  'not-ieq',
  'contains',
  'icontains',
  'starts',
  'istarts',
  'ends',
  'iends',
  'null',
  'not-null',
  'empty',
  'not-empty',
  'gt',
  'gte',
  'lt',
  'lte',
  'between',
] as const;

export type FilterOperator = (typeof filterOperators)[number];

/** What a filter compares with: a scalar, or a list of scalars of which any may hold (FI-1). */
export type FilterScalar = string | number | boolean | bigint | Date | null;
export type FilterValue = FilterScalar | readonly FilterScalar[];
