import type { Explanation, WebhookResource } from '@hookwright/core';
import type { ObservedEvent } from '../day/observe-webhooks.ts';
import { describeDecision } from './describe-decision.ts';
import type { Palette } from './palette.ts';
import { textTable } from './text-table.ts';

interface ReportedEvent extends ObservedEvent {
  /** Whether the transaction that reported it was rolled back. Default false. */
  readonly isUndone?: boolean;
}

interface Group {
  /** Of those that decide alike; its values stand for all. */
  readonly sample: Explanation;
  count: number;
}

/** For one event: which webhooks it goes to, which not, and why. Those that listen to other events share one line. */
export function decisionLines(
  { event, changes, explanations, isUndone = false }: ReportedEvent,
  webhooks: ReadonlyMap<string, WebhookResource>,
  { good, faint }: Palette,
): readonly string[] {
  const groups = groupAlike(explanations);
  const rows = [...webhooks].flatMap(([name, webhook]) =>
    groups
      .filter(({ sample: { webhookId, decision } }) => webhookId === webhook.id && decision !== 'event-not-subscribed')
      .map(({ sample, count }) => {
        const times = changes === 1 ? '' : `${count.toLocaleString('en')} × `;
        const isMatch = sample.decision === 'matched';
        const fate = isMatch && isUndone ? ', but was rolled back' : '';
        const verb = isMatch && !isUndone ? 'sent' : 'not sent';
        return [verb, name, `${times}${describeDecision(sample, event, webhook)}${fate}`];
      }),
  );
  // Those sent come first; what is equal keeps its order.
  rows.sort(([a], [b]) => Number(a !== 'sent') - Number(b !== 'sent'));
  const others = groups.filter(({ sample }) => sample.decision === 'event-not-subscribed').length;
  if (others > 0) rows.push(['not sent', `${others} others`, 'event-not-subscribed']);
  return textTable(rows).map((line) => (line.startsWith('sent') ? good(line) : faint(line)));
}

function groupAlike(explanations: readonly Explanation[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const sample of explanations) {
    const key = `${sample.webhookId} ${sample.decision}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { sample, count: 1 });
    else group.count += 1;
  }
  return [...groups.values()];
}
