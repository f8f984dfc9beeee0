import { ValidationError, type ValidationIssue } from '@hookwright/core';
import {
  type KyselyPlugin,
  OperationNodeTransformer,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryResult,
  type RootOperationNode,
  SchemableIdentifierNode,
  type UnknownRow,
} from 'kysely';
import { type TableName, tableNames } from './tables.ts';

export interface TableNameOptions {
  /** What the tables' names begin with. Default `hookwright_`. Letters, digits and underscores, at most 30 characters. */
  readonly prefix?: string | undefined;
  /** PostgreSQL: the schema that they are in. Default: the first of the connection's `search_path`. As for the prefix, at most 63. */
  readonly schema?: string | undefined;
}

const pattern = /^[a-z_][a-z0-9_]*$/i;

/** The names that the host chose for the store's tables (checked: they become part of statements). */
export class TableNames {
  readonly prefix: string;
  readonly schema: string | undefined;
  readonly #quote: '"' | '`';

  /** @throws {@link ValidationError} */
  constructor({ prefix = 'hookwright_', schema }: TableNameOptions, quote: '"' | '`') {
    const issues: ValidationIssue[] = [];
    checkName(prefix, 'prefix', 30, issues);
    if (schema !== undefined) checkName(schema, 'schema', 63, issues);
    if (issues.length > 0) throw new ValidationError(issues);
    this.prefix = prefix;
    this.schema = schema;
    this.#quote = quote;
  }

  /** Quoted, as it stands in a statement. */
  of(table: TableName | 'migrations'): string {
    const name = this.quoted(`${this.prefix}${table}`);
    return this.schema === undefined ? name : `${this.quoted(this.schema)}.${name}`;
  }

  /** Of an index, quoted: without a schema, which is its table's. */
  indexOf(name: string): string {
    return this.quoted(`${this.prefix}${name}`);
  }

  quoted(name: string): string {
    return `${this.#quote}${name}${this.#quote}`;
  }
}

function checkName(name: unknown, path: string, maxLength: number, issues: ValidationIssue[]): void {
  if (typeof name === 'string' && name.length <= maxLength && pattern.test(name)) return;
  const message = `expected at most ${maxLength} letters, digits and underscores, not beginning with a digit, got ${JSON.stringify(name)}`;
  issues.push({ path, code: 'INVALID_VALUE', message });
}

/** Puts the host's names in place of the tables' own wherever Kysely builds a statement. */
export class TableNamesPlugin implements KyselyPlugin {
  readonly #transformer: Transformer;

  constructor(names: TableNames) {
    this.#transformer = new Transformer(names);
  }

  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    return this.#transformer.transformNode(node);
  }

  async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return result;
  }
}

const ownNames: ReadonlySet<string> = new Set(tableNames);

class Transformer extends OperationNodeTransformer {
  readonly #names: TableNames;

  constructor(names: TableNames) {
    super();
    this.#names = names;
  }

  protected override transformSchemableIdentifier(node: SchemableIdentifierNode): SchemableIdentifierNode {
    const { name } = node.identifier;
    if (!ownNames.has(name) || node.schema !== undefined) return super.transformSchemableIdentifier(node);
    const { prefix, schema } = this.#names;
    return schema === undefined
      ? SchemableIdentifierNode.create(`${prefix}${name}`)
      : SchemableIdentifierNode.createWithSchema(schema, `${prefix}${name}`);
  }
}
