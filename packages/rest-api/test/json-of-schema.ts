import fc from 'fast-check';

/** A schema of the document, as far as the document uses JSON Schema. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | false;
  readonly items?: JsonSchema;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
}

export type Components = Readonly<Record<string, JsonSchema>>;

const hostile = fc.constantFrom(
  '',
  ' ',
  '*',
  '__proto__',
  'constructor',
  'a\0b',
  '\ud800',
  '9'.repeat(400),
  '{{7*7}}',
  '../../etc/passwd',
  "' or 1=1 --",
);
const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 1, arbitrary: hostile },
);
const anything = fc.oneof(fc.jsonValue({ maxDepth: 3 }), hostile, fc.constantFrom(2 ** 53 + 2, -0, 1e308, 0.1));

/** JSON that a schema allows. */
export function jsonOf(schema: JsonSchema, components: Components): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return jsonOf(components[schema.$ref.split('/').at(-1) ?? ''] ?? {}, components);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((one) => jsonOf(one, components)));
  switch (schema.type) {
    case 'object':
      return objectOf(schema, components);
    case 'array':
      return fc.array(jsonOf(schema.items ?? {}, components), { minLength: schema.minItems ?? 0, maxLength: 4 });
    case 'string':
      return stringOf(schema);
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -5, max: schema.maximum ?? 200 });
    case 'number':
      return fc.double({ min: schema.minimum ?? -5, max: schema.maximum ?? 200, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return anything;
  }
}

/** The same, with something in it that the schema most often does not allow. */
export function brokenJsonOf(schema: JsonSchema, components: Components): fc.Arbitrary<unknown> {
  const valid = jsonOf(schema, components);
  const withAnother = fc.tuple(valid, text, anything).map(([json, key, value]) => {
    if (typeof json !== 'object' || json === null) return value;
    const keys = Object.keys(json);
    const at = keys.length === 0 ? key : keys[key.length % keys.length];
    return { ...json, [at as string]: value };
  });
  return fc.oneof(withAnother, anything);
}

function objectOf(schema: JsonSchema, components: Components): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const known = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, jsonOf(property, components)])),
    { requiredKeys: [...required] },
  );
  if (additionalProperties === undefined || additionalProperties === false) return known;
  const isFree = Object.keys(properties).length === 0;
  const more = fc.dictionary(text, jsonOf(additionalProperties, components), { maxKeys: isFree ? 3 : 1 });
  return fc.tuple(more, known).map(([others, named]) => ({ ...others, ...named }));
}

function stringOf({ pattern, format }: JsonSchema): fc.Arbitrary<string> {
  if (format === 'date-time')
    return fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') })
      .map((date) => date.toISOString());
  if (pattern !== undefined) return fc.uuid();
  return text;
}
