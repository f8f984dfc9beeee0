import { parameterInvalid } from './rest-error.ts';

/** The query parameters of the resource, and how the document describes them. */
export const queryParameters = {
  first: { description: 'Page size; above 100 is 100.', schema: { type: 'integer', minimum: 1, default: 30 } },
  after: { description: 'The end_cursor of the page before.', schema: { type: 'string' } },
  'include-deleted': {
    description: 'Whether deleted webhooks are there too.',
    schema: { type: 'string', enum: ['true', 'false', '1', '0'] },
  },
  'load-only': { description: 'The fields to answer with, by commas.', schema: { type: 'string' } },
  'rollback-method': {
    description: '0: all or nothing; 1: each id for itself.',
    schema: { type: 'string', enum: ['0', '1'] },
  },
  status: { description: 'Statuses of deliveries, by commas.', schema: { type: 'string' } },
  from: { description: 'Created at or after this instant, ISO 8601.', schema: { type: 'string' } },
  until: { description: 'Created before this instant, ISO 8601.', schema: { type: 'string' } },
} as const;

export type QueryParameter = keyof typeof queryParameters;

const unsupported = /^(?:last|before|order-by|filter\[.*\]|filter-op\[.*\])$/;
const defaultPageSize = 30;
const maxPageSize = 100;

/** A request's query: every parameter in it is one that the route knows, and is there once. */
export class QueryReader {
  readonly #values: URLSearchParams;

  /** @throws RestError 400 */
  constructor(values: URLSearchParams, known: readonly QueryParameter[]) {
    this.#values = values;
    for (const name of new Set(values.keys())) {
      if (!(known as readonly string[]).includes(name)) {
        if (unsupported.test(name)) throw parameterInvalid(`${name}: not supported; lists go forward, unfiltered`);
        throw parameterInvalid(`${name}: unknown parameter; expected ${known.join(', ') || 'none'}`);
      }
      if (values.getAll(name).length > 1) throw parameterInvalid(`${name}: expected once`);
    }
  }

  text(name: QueryParameter): string | undefined {
    return this.#values.get(name) ?? undefined;
  }

  /** 1…100; default 30. */
  pageSize(): number {
    const given = this.text('first');
    if (given === undefined) return defaultPageSize;
    if (!/^\d{1,9}$/.test(given) || Number(given) < 1) throw parameterInvalid('first: expected a whole number 1…100');
    return Math.min(Number(given), maxPageSize);
  }

  flag(name: QueryParameter): boolean {
    const given = this.text(name) ?? 'false';
    if (['true', '1'].includes(given)) return true;
    if (['false', '0'].includes(given)) return false;
    throw parameterInvalid(`${name}: expected true or false`);
  }

  /** The parts between commas. */
  list(name: QueryParameter): readonly string[] {
    const parts = (this.text(name) ?? '').split(',').map((part) => part.trim());
    return parts.filter((part) => part !== '');
  }

  instant(name: QueryParameter): Date | undefined {
    const given = this.text(name);
    return given === undefined ? undefined : readInstant(name, given);
  }
}

/** @throws RestError 400 for what is no date */
export function readInstant(name: string, given: string): Date {
  const instant = /^\d{4}-\d\d-\d\d/.test(given) ? new Date(given) : new Date(Number.NaN);
  if (Number.isNaN(instant.getTime())) throw parameterInvalid(`${name}: expected an instant such as 2026-01-31T12:00:00Z`);
  return instant;
}
