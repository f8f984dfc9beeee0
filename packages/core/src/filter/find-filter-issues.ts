import { nearestName } from '../catalog/nearest-name.ts';
import { describeValue } from '../errors/describe-value.ts';
import type { ValidationIssue } from '../errors/validation-error.ts';
import { type FilterOperator, filterOperators } from '../model/filter-operator.ts';
import { type OperatorDefinition, operators, positiveOf } from './operators.ts';

/** Looked for at most, and a little more: nobody mends hundreds at once, and a filter of a megabyte could have a hundred thousand. */
const maxIssues = 200;

/**
 * What is wrong with a filter, all of it (OP-3) up to a bound.
 *
 * @param filter - JSON of any shape; null and undefined are no filter
 * @param filterOp - likewise
 * @param filterPath - what the filter is called in messages: `options.entity.Contact.filter`
 * @param filterOpPath - `options.entity.Contact.filter-op`
 */
export function findFilterIssues(
  filter: unknown,
  filterOp: unknown,
  filterPath: string,
  filterOpPath: string,
): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  const fields = readFields(filter, filterPath, 'wanted values by field', issues);
  const chosen = readFields(filterOp, filterOpPath, 'operators by field', issues);

  for (const [field, operator] of Object.entries(chosen)) {
    if (issues.length > maxIssues) return issues;
    const path = `${filterOpPath}.${field}`;
    if (!isOperator(operator)) issues.push(unknownOperator(operator, path));
    else if (!Object.hasOwn(fields, field) && definitionOf(operator).takes !== 'nothing') {
      const message = `${operator} needs a wanted value, and the filter has none for this field; add it at ${filterPath}.${field}`;
      issues.push({ path, code: 'REQUIRED', message });
    }
  }
  for (const [field, wanted] of Object.entries(fields)) {
    if (issues.length > maxIssues) return issues;
    const operator = Object.hasOwn(chosen, field) ? chosen[field] : 'eq';
    if (isOperator(operator)) issues.push(...findValueIssues(operator, wanted, `${filterPath}.${field}`));
  }
  return issues;
}

/** Whether it is one of FI-2's. */
export function isOperator(value: unknown): value is FilterOperator {
  return (filterOperators as readonly unknown[]).includes(value);
}

function definitionOf(operator: FilterOperator): OperatorDefinition {
  return operators[positiveOf(operator).positive];
}

function readFields(
  value: unknown,
  path: string,
  expected: string,
  issues: ValidationIssue[],
): Readonly<Record<string, unknown>> {
  if (value === null || value === undefined) return {};
  if (typeof value === 'object' && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  const message = `expected an object of ${expected}, got ${describeValue(value)}`;
  issues.push({ path, code: 'WRONG_TYPE', message });
  return {};
}

function unknownOperator(operator: unknown, path: string): ValidationIssue {
  if (typeof operator !== 'string') {
    return { path, code: 'WRONG_TYPE', message: `expected an operator as a string, got ${describeValue(operator)}` };
  }
  const nearest = nearestName(operator.trim().replaceAll('_', '-'), filterOperators);
  const message = `unknown operator ${describeValue(operator)}; did you mean "${nearest}"? There are: ${filterOperators.join(', ')}`;
  return { path, code: 'UNKNOWN_OPERATOR', message };
}

function findValueIssues(operator: FilterOperator, wanted: unknown, path: string): ValidationIssue[] {
  const { takes, accepts, expected } = definitionOf(operator);
  if (takes === 'nothing') return [];
  if (takes === 'pair' && !(Array.isArray(wanted) && wanted.length === 2)) {
    const found = Array.isArray(wanted) ? `a list of ${wanted.length}` : describeValue(wanted);
    return [{ path, code: 'INVALID_VALUE', message: `${operator} takes exactly two values, [from, to]; got ${found}` }];
  }
  const values = Array.isArray(wanted) ? wanted.map((value: unknown, index) => ({ value, at: `[${index}]` })) : null;
  return (values ?? [{ value: wanted, at: '' }])
    .filter(({ value }) => !accepts(value))
    .map(({ value, at }) => {
      const list = at === '' && takes === 'values' ? ', or a list of them' : '';
      const message = `${operator} compares with ${expected}${list}; got ${describeValue(value)}`;
      return { path: `${path}${at}`, code: isJsonScalar(value) ? 'INVALID_VALUE' : 'WRONG_TYPE', message };
    });
}

/** A value that some other operator could use. */
function isJsonScalar(value: unknown): boolean {
  return operators.eq.accepts(value);
}
