import type * as z from 'zod';
import { parameterInvalid } from '../errors/rest-error.ts';
import type { QueryParameter } from './query-parameter.ts';

/** The parameters that a route knows, by name. */
export type QueryShape = Readonly<Record<string, QueryParameter>>;

/** The values of those that a request has. */
export type QueryValues<Shape extends QueryShape> = {
  readonly [Name in keyof Shape]?: z.output<Shape[Name]['schema']>;
};

const isFieldOf = /^([^[\]]+)\[([^[\]]*)\]$/;

/**
 * Reads a query whose every parameter is one that the route knows.
 *
 * @throws RestError 400
 */
export function readQuery<Shape extends QueryShape>(given: URLSearchParams, shape: Shape): QueryValues<Shape> {
  const values: Record<string, unknown> = {};
  for (const name of new Set(given.keys())) {
    const field = isFieldOf.exec(name);
    const [parameterName = name, fieldName] = field?.slice(1) ?? [];
    const parameter = Object.hasOwn(shape, parameterName) ? shape[parameterName] : undefined;
    if (parameter === undefined || (parameter.form === 'fields') !== (fieldName !== undefined)) {
      throw parameterInvalid(`unknown parameter; expected ${namesOf(shape)}`);
    }
    const texts = given.getAll(name);
    if (fieldName === undefined) {
      values[parameterName] = read(parameterName, parameter, texts);
    } else {
      const fields = (values[parameterName] ?? Object.create(null)) as Record<string, unknown>;
      fields[fieldName] = texts.length === 1 ? texts[0] : texts;
      values[parameterName] = fields;
    }
  }
  return check(values, shape) as QueryValues<Shape>;
}

function read(name: string, { form }: QueryParameter, texts: readonly string[]): unknown {
  if (form === 'list')
    return texts.flatMap((text) => text.split(',').map((part) => part.trim())).filter((part) => part !== '');
  const [text = '', ...more] = texts;
  if (more.length > 0) throw parameterInvalid(`${name}: expected once`);
  switch (form) {
    case 'number':
      // Above what a double counts, it is as good as that: sizes have bounds of their own.
      return /^-?\d+$/.test(text) ? Math.min(Number(text), Number.MAX_SAFE_INTEGER) : text;
    case 'flag':
      return (
        new Map([
          ['true', true],
          ['1', true],
          ['false', false],
          ['0', false],
        ]).get(text) ?? text
      );
    default:
      return text;
  }
}

function check(values: Readonly<Record<string, unknown>>, shape: QueryShape): Readonly<Record<string, unknown>> {
  const problems = Object.entries(values).flatMap(([name, value]) => {
    const { error } = (shape[name] as QueryParameter).schema.safeParse(value);
    return (error?.issues ?? []).map(
      ({ path, message }) => `${name}${path.map((step) => `[${String(step)}]`).join('')}: ${message}`,
    );
  });
  if (problems.length > 0) throw parameterInvalid(problems.join('\n'));
  return values;
}

function namesOf(shape: QueryShape): string {
  const names = Object.entries(shape).map(([name, { form }]) => (form === 'fields' ? `${name}[…]` : name));
  return names.length === 0 ? 'none' : names.join(', ');
}
