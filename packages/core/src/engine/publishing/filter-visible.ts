import { WebhookError } from '../../errors/webhook-error.ts';
import type { Change } from '../../model/change.ts';
import { snapshotRecord } from '../../record/snapshot-record.ts';
import type { CallContext } from '../call-context.ts';
import { runBounded } from '../run-bounded.ts';
import type { VisibilityRequest } from '../webhooks-options.ts';
import type { MatchedChange } from './matched-change.ts';

type CanSee<Tx> = (request: VisibilityRequest<Tx>) => Promise<readonly boolean[]>;

/** Keeps the webhooks that may see the change (RE-2): the host is asked once per client for all that its webhooks matched. */
export async function filterVisible<Tx>(
  matches: readonly MatchedChange[],
  context: CallContext<Tx>,
  canSee: CanSee<Tx>,
): Promise<readonly MatchedChange[]> {
  const byClient = new Map<string, MatchedChange[]>();
  for (const match of matches) {
    const clients = new Set(match.candidates.map(({ compiled }) => compiled.webhook.clientId));
    for (const client of clients) {
      if (client === null) continue;
      const changes = byClient.get(client);
      if (changes === undefined) byClient.set(client, [match]);
      else changes.push(match);
    }
  }
  const hidden = new Map<MatchedChange, Set<string>>();
  await runBounded(byClient, async ([clientId, changes]) => {
    const visible = await askHost(changes, clientId, context, canSee);
    for (const [index, match] of changes.entries()) {
      if (visible[index] === true) continue;
      const clients = hidden.get(match) ?? new Set();
      hidden.set(match, clients.add(clientId));
    }
  });
  return matches.flatMap((match) => {
    const clients = hidden.get(match);
    if (clients === undefined) return [match];
    const candidates = match.candidates.filter(({ compiled }) => !clients.has(compiled.webhook.clientId ?? ''));
    return candidates.length === 0 ? [] : [{ ...match, candidates }];
  });
}

async function askHost<Tx>(
  matches: readonly MatchedChange[],
  clientId: string,
  { tenant, transaction }: CallContext<Tx>,
  canSee: CanSee<Tx>,
): Promise<readonly boolean[]> {
  const visible: unknown = await canSee({ tenant, clientId, changes: matches.map(toChange), transaction });
  if (Array.isArray(visible) && visible.length === matches.length) return visible;
  throw new WebhookError(
    'HOST_CALLBACK_FAILED',
    `canSee must answer a list of ${matches.length} booleans, one for each change`,
  );
}

function toChange({ source, event, snapshot }: MatchedChange): Change {
  const { type, changedFields, eventTime } = source.reported;
  return {
    event: event.name,
    entity: copy(snapshot.entity),
    before: snapshot.before && copy(snapshot.before),
    relatedEntity: snapshot.relatedEntity && copy(snapshot.relatedEntity),
    customEntity: type ?? undefined,
    changedFields,
    occurredAt: eventTime,
  };
}

/** What the host does to its copy is not to show in what others see. */
function copy(record: object): object {
  return snapshotRecord(record, { path: 'record', maxBytes: Number.POSITIVE_INFINITY });
}
