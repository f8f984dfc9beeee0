import { type Catalog, type ChangePair, crmCatalog, type Explanation } from '@hookwright/core';
import type { ChangeSink } from '../crm/crm-transaction.ts';
import type { CrmWebhooks } from '../crm/crm-webhooks.ts';

type Change = Parameters<CrmWebhooks['explain']>[0];
type Context = Parameters<CrmWebhooks['explain']>[1];

/** One event of a report, with what the engine says about it: for each change, one explanation per webhook. */
export interface ObservedEvent {
  readonly event: string;
  readonly changes: number;
  readonly explanations: readonly Explanation[];
}

/** One report of the CRM: a change and the events that it shows. */
export type Observed = readonly ObservedEvent[];

/** Passes the CRM's reports on to the engine, and asks the engine to explain each of them first. */
export function observeWebhooks(webhooks: CrmWebhooks, onObserved: (observed: Observed) => void): ChangeSink {
  const observe = async (changes: readonly Change[], context: Context) => {
    const events = new Map<string, { event: string; changes: number; explanations: Explanation[] }>();
    for (const change of changes) {
      const entry = events.get(change.event) ?? { event: change.event, changes: 0, explanations: [] };
      events.set(change.event, entry);
      entry.changes += 1;
      entry.explanations.push(...(await webhooks.explain(change, context)));
    }
    onObserved([...events.values()]);
  };
  return {
    async publish(changes, context) {
      await observe([changes].flat() as readonly Change[], context);
      return webhooks.publish(changes, context);
    },
    async recordChange(entity, pairs, context) {
      const list = [pairs].flat() as readonly ChangePair[];
      await observe(
        list.flatMap((pair) => changesOf(entity, pair)),
        context,
      );
      return webhooks.recordChange(entity, pairs, context);
    },
    wake: () => webhooks.wake(),
  };
}

/** The events of a pair, by the catalogue's own rules. */
function changesOf(entity: string, { before, after, ...rest }: ChangePair): readonly Change[] {
  const record = after ?? before ?? {};
  return actionsOf(entity, before, after).map((action) => ({
    ...rest,
    event: `${entity}.${action}` as Change['event'],
    entity: record,
    before: before && after ? before : null,
  }));
}

function actionsOf(entity: string, before: ChangePair['before'], after: ChangePair['after']): readonly string[] {
  if (!before) return ['Create'];
  if (!after) return ['Delete'];
  const rules = (crmCatalog as Catalog).entities[entity]?.rules ?? [];
  return ['Update', ...rules.filter(({ when }) => when(before, after)).map(({ action }) => action)];
}
