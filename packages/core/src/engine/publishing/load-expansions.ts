import { type LoadedRelations, loadRelations, type RelationRoot } from '../../payload/expand.ts';
import type { Clock } from '../../ports/clock.ts';
import type { EntityLoader } from '../../ports/entity-loader.ts';
import type { CallContext } from '../call-context.ts';
import type { EventHub } from '../event-hub.ts';
import { runBounded } from '../run-bounded.ts';
import type { MatchedChange } from './matched-change.ts';

export interface ExpansionSettings<Tx> {
  readonly loader: EntityLoader<Tx>;
  readonly clock: Clock;
  readonly events: EventHub;
  /** For all loads of one publish, in ms. */
  readonly timeoutMs: number;
  /** Of what is added to one record. */
  readonly maxExpandedBytes: number;
}

/** What was loaded, by client: clients never share a record (EX-2). */
export type Expansions = ReadonlyMap<string | null, LoadedRelations>;

/** Loads the relations that the matched webhooks expand: one call per path and client for the whole publish (EX-2). */
export async function loadExpansions<Tx>(
  matches: readonly MatchedChange[],
  { tenant, transaction }: CallContext<Tx>,
  settings: ExpansionSettings<Tx>,
): Promise<Expansions> {
  const { loader, clock, events, timeoutMs, maxExpandedBytes } = settings;
  const expansions = new Map<string | null, LoadedRelations>();
  // One each: a signal on which many listen is taken for a leak.
  const controllers: AbortController[] = [];
  let isOver = false;
  const timer = clock.setTimer(() => {
    isOver = true;
    for (const controller of controllers) controller.abort();
  }, timeoutMs);
  try {
    await runBounded(collectRoots(matches), async ([clientId, roots]) => {
      const controller = new AbortController();
      controllers.push(controller);
      if (isOver) controller.abort();
      const loaded = await loadRelations({
        loader,
        tenant,
        clientId,
        transaction,
        signal: controller.signal,
        roots,
        maxExpandedBytes,
        onFailure: (failure) => events.emit('expand-failed', { tenant, clientId, ...failure }),
      });
      expansions.set(clientId, loaded);
    });
  } finally {
    clock.clearTimer(timer);
  }
  return expansions;
}

function collectRoots(matches: readonly MatchedChange[]): ReadonlyMap<string | null, readonly RelationRoot[]> {
  const roots = new Map<string | null, RelationRoot[]>();
  for (const { source, event, snapshot, candidates } of matches) {
    const entity = source.reported.type ?? event.entity;
    for (const { compiled, block } of candidates) {
      const { expand, relatedExpand } = block.shape;
      const { clientId } = compiled.webhook;
      const list = roots.get(clientId) ?? [];
      if (expand.length > 0) list.push({ entity, root: 'entity', record: snapshot.entity, paths: expand });
      if (relatedExpand.length > 0 && snapshot.relatedEntity !== null) {
        list.push({ entity, root: 'related_entity', record: snapshot.relatedEntity, paths: relatedExpand });
      }
      if (list.length > 0) roots.set(clientId, list);
    }
  }
  return roots;
}
