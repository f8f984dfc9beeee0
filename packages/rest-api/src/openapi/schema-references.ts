import * as z from 'zod';

type Json = Readonly<Record<string, unknown>>;

const componentPath = '#/components/schemas/';

/** The JSON Schemas of named schemas, in one another's terms. */
export class SchemaReferences {
  readonly #registry = z.registry<{ readonly id: string }>();

  /** @param schemas - by the names that the document gives them */
  constructor(schemas: Readonly<Record<string, z.ZodType>>) {
    for (const [id, schema] of Object.entries(schemas)) this.#registry.add(schema, { id });
  }

  /** A reference to a schema, by the name under which it is from now on among the components. */
  refer(schema: z.ZodType, name: string): { readonly $ref: string } {
    const known = this.#registry.get(schema)?.id;
    if (known === undefined) this.#registry.add(schema, { id: name });
    return { $ref: `${componentPath}${known ?? name}` };
  }

  /** A schema written where it is used; named ones inside it are referred to. */
  inline(schema: z.ZodType): Json {
    const known = this.#registry.get(schema)?.id;
    if (known !== undefined) return { $ref: `${componentPath}${known}` };
    const {
      $schema: _,
      $defs: __,
      ...written
    } = z.toJSONSchema(schema, { metadata: this.#registry, override: simplify });
    return relink(written) as Json;
  }

  components(): Json {
    const { schemas } = z.toJSONSchema(this.#registry, { uri: (id) => `${componentPath}${id}`, override: simplify });
    return Object.fromEntries(
      Object.entries(schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [id, relink(schema)]),
    );
  }
}

/** Leaves out what says no more than the rest: a pattern of all dates beside their format, bounds that every whole number has. */
function simplify({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}

/** What is in `$defs` of a schema alone stands among the components of the document. */
function relink(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relink);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      const isReference = key === '$ref' && typeof child === 'string';
      return [key, isReference ? child.replace('#/$defs/', componentPath) : relink(child)];
    }),
  );
}
