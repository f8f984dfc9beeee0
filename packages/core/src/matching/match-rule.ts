import type { EntityDefinition } from '../catalog/catalog.ts';
import { compileConditions } from '../filter/compile-filter.ts';
import type { Condition } from '../filter/condition.ts';
import type { FieldPath } from '../record/field-path.ts';
import { writeJson } from '../record/write-json.ts';
import type { EntityRules } from '../registry/webhook-rules.ts';
import type { ChangeSubject } from './change-subject.ts';
import type { Decision } from './explanation.ts';

/** What a webhook asks of a record and of what changed in it. */
export interface MatchRule {
  /** All must hold (FI-1). */
  readonly conditions: readonly Condition[];
  /** Empty: no gate (FC-1). */
  readonly onFieldChange: readonly FieldPath[];
}

export function compileMatchRule(rules: EntityRules, definition: EntityDefinition): MatchRule {
  return {
    conditions: compileConditions(rules.filter, rules.filterOp, definition.enums ?? {}),
    onFieldChange: rules.onFieldChange,
  };
}

/** A text that two blocks share when their rules are the same, so that one test serves both. */
export function matchRuleKey({ filter, filterOp, onFieldChange }: EntityRules): string {
  return writeJson([filter, filterOp, onFieldChange.map(({ text }) => text)]);
}

/** The checks of RE-1 that look at the record, in its order. */
export function decideByRule(rule: MatchRule, subject: ChangeSubject): Decision {
  for (const condition of rule.conditions) {
    if (!condition.test(subject.record, subject.before)) return 'filter';
  }
  // FC-1: the gate is for Update alone. FC-3: what cannot be told passes.
  const gated = rule.onFieldChange.length > 0 && subject.event.action === 'Update';
  const unchanged = gated && rule.onFieldChange.every((path) => subject.fieldChange(path) === 'unchanged');
  return unchanged ? 'no-listed-field-changed' : 'matched';
}
