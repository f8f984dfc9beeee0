import type { EntityDefinition } from '../catalog/catalog.ts';
import { matchesEvent } from '../catalog/matches-event.ts';
import type { ChangeSubject } from './change-subject.ts';
import type { CompiledBlock, CompiledWebhook } from './compiled-webhook.ts';
import type { Decision, Explanation, FilterMismatch } from './explanation.ts';
import { decideByRule } from './match-rule.ts';

/** What the matching decides for one webhook, and where it said no; visibility and status come after it (RE-1). */
export function explainMatch(
  compiled: CompiledWebhook,
  subject: ChangeSubject,
  definition: EntityDefinition,
  skipKeys: readonly string[],
): Explanation {
  const webhookId = compiled.webhook.id;
  const block = compiled.block(subject.event.entity, subject.type, definition);
  const decision = decide(compiled, block, subject, skipKeys);
  if (decision === 'filter') return { webhookId, decision, mismatch: findMismatch(block, subject) };
  if (decision === 'matched' && lacksBefore(block, subject)) return { webhookId, decision, notes: ['no-before'] };
  return { webhookId, decision };
}

function decide(
  compiled: CompiledWebhook,
  block: CompiledBlock,
  subject: ChangeSubject,
  skipKeys: readonly string[],
): Decision {
  if (!compiled.webhook.events.some((pattern) => matchesEvent(pattern, subject.event.name))) {
    return 'event-not-subscribed';
  }
  const types = compiled.rules.customEntityTypes;
  // CE-2
  if (subject.type !== null && types.length > 0 && !types.includes(subject.type)) return 'custom-entity-not-selected';
  return compiled.isSkippedBy(skipKeys) ? 'skip-key' : decideByRule(block.rule, subject);
}

function findMismatch(block: CompiledBlock, { record, before }: ChangeSubject): FilterMismatch {
  const failed = block.rule.conditions.find((condition) => !condition.test(record, before));
  if (failed === undefined) throw new TypeError('a filter that holds has no mismatch');
  return {
    field: failed.field,
    operator: failed.operator,
    wanted: failed.wanted,
    actual: failed.actual(record, before),
  };
}

/** Whether on-field-change had nothing to compare with (FC-3). */
function lacksBefore(block: CompiledBlock, subject: ChangeSubject): boolean {
  return (
    subject.event.action === 'Update' &&
    block.rule.onFieldChange.some((path) => subject.fieldChange(path) === 'unknown')
  );
}
