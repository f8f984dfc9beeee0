import type { QueryParameter } from '../reading/query-parameter.ts';
import type { Route } from '../routes/route.ts';
import type { SchemaReferences } from './schema-references.ts';

/** Statuses that every route may answer with. */
const everywhere = [400, 401, 403, 429, 500, 503] as const;
const ofBodies = [413, 415] as const;

const meanings: Readonly<Record<number, string>> = {
  200: 'Done.',
  201: 'Made.',
  202: 'Made; it is sent from now on.',
  304: 'It has not changed.',
  400: 'The request cannot be read: malformed JSON, a bad parameter, a tampered cursor.',
  401: 'No credentials, or bad ones.',
  403: 'The caller may not do this.',
  404: 'There is none of that id.',
  409: 'It is not possible as things are: changed by another at the same moment, a key that was used for something else, a full tenant.',
  412: 'It has changed since the caller read it.',
  413: 'The body is too large.',
  415: 'The body is not JSON in UTF-8.',
  422: 'The values break rules: all of them, by field.',
  429: 'Too many requests.',
  500: 'The service failed.',
  503: 'The service cannot do this now.',
};

/** Headers of refusals. */
const headersOf: Readonly<Record<number, readonly string[]>> = {
  401: ['WWW-Authenticate'],
  429: ['Retry-After'],
  503: ['Retry-After'],
};

const json = 'application/json';

/** An operation of the document. */
export function describeOperation(route: Route, references: SchemaReferences): object {
  const { operationId, summary, tag, body, status, answer } = route;
  const name = `${operationId[0]?.toUpperCase()}${operationId.slice(1)}`;
  const refusals = [...everywhere, ...(body === undefined ? [] : ofBodies), ...route.refusals];
  return {
    operationId,
    summary,
    tags: [tag],
    parameters: parametersOf(route, references),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { [json]: { schema: references.refer(body, `${name}Input`) } } } }),
    responses: {
      [status]: {
        description: meanings[status],
        ...headersNamed(route.answerHeaders ?? []),
        content: { [json]: { schema: references.refer(answer, `${name}Answer`) } },
      },
      ...Object.fromEntries(refusals.map((refusal) => [refusal, refusalOf(refusal)])),
    },
  };
}

function refusalOf(status: number): object {
  const content = status === 304 ? {} : { content: { [json]: { schema: { $ref: '#/components/schemas/Error' } } } };
  return { description: meanings[status], ...headersNamed(headersOf[status] ?? []), ...content };
}

function headersNamed(names: readonly string[]): object {
  if (names.length === 0) return {};
  return { headers: Object.fromEntries(names.map((name) => [name, { schema: { type: 'string' } }])) };
}

function parametersOf({ path, query, headers = {} }: Route, references: SchemaReferences): readonly object[] {
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' }, description: 'A UUID.' };
  return [
    ...(path.includes('{id}') ? [id] : []),
    ...Object.entries(query).map(([name, parameter]) => queryParameterOf(name, parameter, references)),
    ...Object.entries(headers).map(([name, description]) => {
      return { name, in: 'header', required: false, schema: { type: 'string' }, description };
    }),
  ];
}

function queryParameterOf(
  name: string,
  { form, schema, description }: QueryParameter,
  references: SchemaReferences,
): object {
  const styles = { list: { style: 'form', explode: false }, fields: { style: 'deepObject', explode: true } };
  const style = form === 'list' || form === 'fields' ? styles[form] : {};
  return { name, in: 'query', required: false, description, ...style, schema: references.inline(schema) };
}
