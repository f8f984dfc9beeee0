import type { EntityLoadRequest } from '../ports/entity-loader.ts';
import { snapshotRecord } from '../record/snapshot-record.ts';
import { type Relation, RelationReader } from './read-relation.ts';

/** Why a path was left as it was (EX-3). */
export interface RelationFailure {
  /** As the loader was told it. */
  readonly entity: string;
  readonly path: string;
  readonly code: 'LOADER_FAILED' | 'TIMEOUT' | 'TOO_LARGE';
  readonly message: string;
}

/** Asks the loader; rejects as it does. */
export type AskLoader = (request: Pick<EntityLoadRequest, 'entity' | 'root' | 'path' | 'records'>) => Promise<unknown>;

/** What it takes to load a path. */
export interface NodeContext {
  readonly ask: AskLoader;
  readonly signal: AbortSignal;
  /** Resolves when `signal` is aborted; never rejects. */
  readonly aborted: Promise<typeof abortion>;
  readonly maxExpandedBytes: number;
  readonly onFailure: (failure: RelationFailure) => void;
}

/** What a path adds to one root record. */
interface Reached {
  /** In the order of the payload; one that is shown twice is there twice. */
  readonly records: readonly object[];
  readonly bytes: number;
}

export const abortion: unique symbol = Symbol('aborted');

/** One relation path of one entity and root: which root records want it and what was loaded for them. */
export class RelationNode {
  readonly entity: string;
  readonly root: EntityLoadRequest['root'];
  readonly path: string;
  /** The path's last segment. */
  readonly name: string;
  readonly #parent: RelationNode | null;
  readonly #children: RelationNode[] = [];
  readonly #wanted = new Set<object>();
  readonly #relations = new Map<object, Relation>();
  readonly #reached = new Map<object, Reached>();
  #isTooLargeReported = false;

  constructor(entity: string, root: EntityLoadRequest['root'], path: string, parent: RelationNode | null) {
    this.entity = entity;
    this.root = root;
    this.path = path;
    this.name = path.slice(path.lastIndexOf('.') + 1);
    this.#parent = parent;
    if (parent !== null) parent.#children.push(this);
  }

  want(rootRecord: object): void {
    this.#wanted.add(rootRecord);
  }

  /** What was loaded for a record that bears the path's last relation; undefined: its field stays as it is. */
  relationOf(bearer: object): Relation | undefined {
    return this.#relations.get(bearer);
  }

  /** How much the path adds to a root record; undefined: nothing, it stays as it is. */
  bytesOf(rootRecord: object): number | undefined {
    return this.#reached.get(rootRecord)?.bytes;
  }

  /** Loads this path, then those below it. Never rejects. */
  async load(context: NodeContext): Promise<void> {
    const asked = this.#bearersToAsk();
    if (asked.length === 0) return;
    if (await this.#loadOwn(asked, context)) await Promise.all(this.#children.map((child) => child.load(context)));
  }

  /** Once a publish, however many records it concerns. */
  reportTooLarge({ maxExpandedBytes, onFailure }: NodeContext): void {
    if (this.#isTooLargeReported) return;
    this.#isTooLargeReported = true;
    const message = `expanding it would add more than ${maxExpandedBytes} bytes to a record`;
    onFailure({ entity: this.entity, path: this.path, code: 'TOO_LARGE', message });
  }

  #bearersOf(rootRecord: object): readonly object[] {
    return this.#parent === null ? [rootRecord] : (this.#parent.#reached.get(rootRecord)?.records ?? []);
  }

  /** Each once; one whose relation is null has nothing to load (EX-1). */
  #bearersToAsk(): readonly object[] {
    const bearers = new Set<object>();
    for (const rootRecord of this.#wanted) {
      for (const bearer of this.#bearersOf(rootRecord)) if (!isNull(bearer, this.name)) bearers.add(bearer);
    }
    return [...bearers];
  }

  /** @returns whether there is anything to go on from */
  async #loadOwn(asked: readonly object[], context: NodeContext): Promise<boolean> {
    const { entity, root, path } = this;
    const fail = (code: RelationFailure['code'], message: string): false => {
      this.#reached.clear();
      context.onFailure({ entity, path, code, message });
      return false;
    };
    try {
      // The race has heard of the loader's promise: a late rejection of it is not unhandled.
      // Copies: what a loader does to its records is not to show in what others see (EX-2).
      const records = asked.map((record) => snapshotRecord(record, { path, maxBytes: Number.POSITIVE_INFINITY }));
      const answers = context.signal.aborted
        ? abortion
        : await Promise.race([context.ask({ entity, root, path, records }), context.aborted]);
      if (answers === abortion) return fail('TIMEOUT', 'the loader did not answer in time');
      if (!Array.isArray(answers)) return fail('LOADER_FAILED', 'the loader did not answer with a list');
      if (answers.length !== asked.length) {
        return fail('LOADER_FAILED', `expected ${asked.length} answers of the loader, got ${answers.length}`);
      }
      this.#take(new Map(asked.map((bearer, index) => [bearer, answers[index] as unknown])), context);
      return this.#reached.size > 0;
    } catch (error) {
      return fail('LOADER_FAILED', error instanceof Error ? error.message : String(error));
    }
  }

  /** @throws {@link ValidationError} when an answer is no record */
  #take(answers: ReadonlyMap<object, unknown>, context: NodeContext): void {
    const { maxExpandedBytes } = context;
    const reader = new RelationReader(this.path, maxExpandedBytes);
    const read = (bearer: object): Relation | 'too-large' | undefined => {
      const answer = answers.get(bearer);
      return answer === undefined ? undefined : (this.#relations.get(bearer) ?? reader.read(answer));
    };
    for (const rootRecord of this.#wanted) {
      const records: object[] = [];
      let bytes = 0;
      for (const bearer of this.#bearersOf(rootRecord)) {
        const relation = read(bearer);
        if (relation === undefined) continue;
        bytes = relation === 'too-large' ? Number.POSITIVE_INFINITY : bytes + relation.bytes;
        if (relation === 'too-large' || bytes > maxExpandedBytes) break;
        this.#relations.set(bearer, relation);
        for (const record of relation.records) records.push(record);
      }
      if (bytes > maxExpandedBytes) this.reportTooLarge(context);
      else this.#reached.set(rootRecord, { records, bytes });
    }
  }
}

function isNull(record: object, field: string): boolean {
  return Object.hasOwn(record, field) && (record as Readonly<Record<string, unknown>>)[field] === null;
}
