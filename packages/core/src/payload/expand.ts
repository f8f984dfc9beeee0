import type { EntityLoader, EntityLoadRequest } from '../ports/entity-loader.ts';
import { setField } from '../record/set-field.ts';
import type { Relation } from './read-relation.ts';
import { abortion, type NodeContext, type RelationFailure, RelationNode } from './relation-node.ts';
import { parentPath } from './relation-paths.ts';

/** A record of a publish whose relations are wanted. */
export interface RelationRoot {
  /** The change's entity, or a custom entity's type. */
  readonly entity: string;
  readonly root: EntityLoadRequest['root'];
  /** A snapshot, of one entity and root. Several webhooks may want several paths of it. */
  readonly record: object;
  /** As {@link relationPaths} gives them. */
  readonly paths: readonly string[];
}

export interface LoadRelationsRequest<Tx> {
  readonly loader: EntityLoader<Tx>;
  readonly tenant: string;
  /** Whose webhooks ask: what is loaded for one client is never shown to another (EX-2). */
  readonly clientId: string | null;
  readonly transaction: Tx | undefined;
  /** Ends the loading; what has not come by then stays as it was (EX-3). */
  readonly signal: AbortSignal;
  readonly roots: readonly RelationRoot[];
  /** Of what is added to one record. */
  readonly maxExpandedBytes: number;
  /** Told of each path that was left as it was, also by {@link expandRecord}; must not throw. */
  readonly onFailure: (failure: RelationFailure) => void;
}

/** What was loaded for one client of one publish. */
export interface LoadedRelations {
  readonly context: NodeContext;
  /** By root record and path. */
  readonly nodes: ReadonlyMap<object, ReadonlyMap<string, RelationNode>>;
}

/**
 * Loads what the roots' paths lead to: one call of the loader per entity, root and path, for all records that want it (EX-2),
 * siblings at once, a path once its parent is there. Answers are snapshots from then on.
 *
 * @returns always: what could not be loaded is left as it was and `onFailure` was told (EX-3)
 */
export async function loadRelations<Tx>(request: LoadRelationsRequest<Tx>): Promise<LoadedRelations> {
  const { loader, tenant, clientId, transaction, signal, maxExpandedBytes, onFailure } = request;
  const groups = new Map<string, Map<string, RelationNode>>();
  const nodes = new Map<object, Map<string, RelationNode>>();
  for (const { entity, root, record, paths } of request.roots) {
    const name = `${root} ${entity}`;
    const group = groups.get(name) ?? new Map<string, RelationNode>();
    groups.set(name, group);
    nodes.set(record, group);
    for (const path of paths) nodeAt(group, entity, root, path).want(record);
  }
  let stopListening = (): void => {};
  const aborted = new Promise<typeof abortion>((resolve) => {
    const listener = (): void => resolve(abortion);
    signal.addEventListener('abort', listener, { once: true });
    stopListening = () => signal.removeEventListener('abort', listener);
  });
  const ask: NodeContext['ask'] = async (asked) => loader.load({ ...asked, tenant, clientId, transaction, signal });
  const context: NodeContext = { ask, signal, aborted, maxExpandedBytes, onFailure };
  const starts = [...groups.values()].flatMap((group) => [...group.values()].filter(isAtRoot));
  try {
    await Promise.all(starts.map((node) => node.load(context)));
  } finally {
    stopListening();
  }
  return { context, nodes };
}

function nodeAt(
  group: Map<string, RelationNode>,
  entity: string,
  root: EntityLoadRequest['root'],
  path: string,
): RelationNode {
  let node = group.get(path);
  if (node === undefined) {
    const parent = parentPath(path);
    node = new RelationNode(entity, root, path, parent === null ? null : nodeAt(group, entity, root, parent));
    group.set(path, node);
  }
  return node;
}

function isAtRoot({ path }: RelationNode): boolean {
  return parentPath(path) === null;
}

/** A loaded record and the copy of it that is being expanded. */
interface Expanding {
  readonly original: object;
  readonly copy: object;
}

/**
 * A copy of a record with these of its relations replaced by what was loaded (EX-1); in order, as far as they stay within
 * `maxExpandedBytes` together (EX-3). Nothing that it is given is changed.
 *
 * @param record - one of the roots
 * @param paths - as {@link relationPaths} gives them; among those that were loaded for it
 * @returns the record itself when nothing was loaded for it
 */
export function expandRecord(record: object, paths: readonly string[], loaded: LoadedRelations): object {
  const nodes = loaded.nodes.get(record);
  if (nodes === undefined || paths.length === 0) return record;
  const top: Expanding = { original: record, copy: { ...record } };
  const expanded = new Map<string | null, readonly Expanding[]>([[null, [top]]]);
  let totalBytes = 0;
  for (const path of paths) {
    const node = nodes.get(path);
    const bytes = node?.bytesOf(record);
    const bearers = expanded.get(parentPath(path));
    if (node === undefined || bytes === undefined || bearers === undefined) continue;
    if (totalBytes + bytes > loaded.context.maxExpandedBytes) {
      node.reportTooLarge(loaded.context);
      continue;
    }
    totalBytes += bytes;
    expanded.set(path, expandRelation(node, bearers));
  }
  return top.copy;
}

function expandRelation(node: RelationNode, bearers: readonly Expanding[]): readonly Expanding[] {
  const expanded: Expanding[] = [];
  for (const bearer of bearers) {
    const relation = node.relationOf(bearer.original);
    if (relation === undefined) continue;
    const records = relation.records.map((original) => ({ original, copy: { ...original } }));
    setField(bearer.copy, node.name, shownAs(relation, records));
    for (const record of records) expanded.push(record);
  }
  return expanded;
}

function shownAs({ kind }: Relation, records: readonly Expanding[]): unknown {
  const copies = records.map(({ copy }) => copy);
  if (kind === 'many') return copies;
  return kind === 'one' ? copies[0] : null;
}
