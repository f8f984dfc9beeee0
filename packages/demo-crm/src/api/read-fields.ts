import type { Fields, ReportedEntity } from '../crm/entities.ts';
import type { Column } from '../crm/repository.ts';
import { Refusal } from './refusal.ts';

/**
 * Checks the fields of a record in a request against its table.
 *
 * @param isNew - whether all that a row needs must be there
 * @throws Refusal 422 with every problem at once
 */
export function readFields<E extends ReportedEntity>(
  given: unknown,
  columns: readonly Column[],
  { isNew, where }: { readonly isNew: boolean; readonly where: string },
): Partial<Fields<E>> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new Refusal(422, `${where}: expected an object of fields`);
  }
  const problems: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    const column = columns.find((one) => one.name === name);
    if (column === undefined) problems.push(`${name}: expected one of ${columns.map((one) => one.name).join(', ')}`);
    else if (!fits(value, column)) problems.push(`${name}: expected ${describe(column)}`);
  }
  const missing = isNew ? columns.filter(({ name, isRequired }) => isRequired && !Object.hasOwn(given, name)) : [];
  problems.push(...missing.map((column) => `${column.name}: missing; expected ${describe(column)}`));
  if (problems.length > 0) throw new Refusal(422, `${where}: ${problems.join('; ')}`);
  return given as Partial<Fields<E>>;
}

function fits(value: unknown, { type, isNullable }: Column): boolean {
  if (value === null) return isNullable;
  if (type === 'TEXT') return typeof value === 'string' && !/[\0\p{Surrogate}]/u.test(value);
  return type === 'INTEGER' ? Number.isSafeInteger(value) : Number.isFinite(value);
}

function describe({ type, isNullable }: Column): string {
  const what = { TEXT: 'text', INTEGER: 'a whole number', REAL: 'a number' }[type];
  return isNullable ? `${what} or null` : what;
}
