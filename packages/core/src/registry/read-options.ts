import { describeValue } from '../errors/describe-value.ts';
import { findFilterIssues } from '../filter/find-filter-issues.ts';
import type { Findings } from './findings.ts';
import { OptionBlock } from './option-block.ts';
import { compilePaths, defaultChunkSize, type EntityRules, type WebhookRules } from './webhook-rules.ts';

/**
 * Reads a webhook's options into the form that the engine works with, and finds what is wrong with them (OP).
 *
 * @param options - JSON of any shape; null and undefined are `{}` (OP-2)
 */
export function readOptions(options: unknown, findings: Findings): WebhookRules {
  const root = OptionBlock.open(options ?? {}, 'options', findings);
  const entity = new Map<string, EntityRules>();
  for (const [name, { value, path }] of root?.entries('entity') ?? []) {
    const rules = readEntityOptions(value, path, findings);
    if (rules !== null) entity.set(name, rules);
  }
  const related = root?.block('related_entity') ?? null;
  const relatedExpand = related?.relationPaths('expand') ?? [];
  const relatedLoadOnly = related?.strings('load-only', { commaString: true }) ?? [];
  related?.warnOfUnknown();
  const rules: WebhookRules = {
    entity,
    relatedExpand,
    relatedLoadOnly,
    skipKeys: root?.strings('skip_keys', { commaString: false }) ?? [],
    customEntityTypes: root?.strings('custom_entity_api_name', { commaString: true }) ?? [],
    chunkSize: root === null ? defaultChunkSize : readChunkSize(root, findings),
    chunkDelay: root === null ? 0 : readChunkDelay(root, findings),
  };
  root?.warnOfUnknown();
  return rules;
}

function readEntityOptions(value: unknown, path: string, findings: Findings): EntityRules | null {
  const block = OptionBlock.open(value, path, findings);
  if (block === null) return null;
  const filter = block.option('filter');
  const filterOp = block.option('filter-op');
  findings.rejectAll(
    findFilterIssues(
      filter === null ? {} : filter.value,
      filterOp === null ? {} : filterOp.value,
      filter?.path ?? `${path}.filter`,
      filterOp?.path ?? `${path}.filter-op`,
    ),
  );
  const rules: EntityRules = {
    expand: block.relationPaths('expand'),
    loadOnly: block.strings('load-only', { commaString: true }),
    filter: asFields(filter?.value),
    filterOp: asFields(filterOp?.value),
    onFieldChange: compilePaths(block.strings('on-field-change', { commaString: true })),
  };
  block.warnOfUnknown();
  return rules;
}

function asFields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function readChunkSize(root: OptionBlock, findings: Findings): number {
  const option = root.option('chunk_size');
  if (option === null) return defaultChunkSize;
  const { value, path } = option;
  if (typeof value !== 'number') {
    findings.reject(path, 'WRONG_TYPE', `expected a whole number 1…100, got ${describeValue(value)}`);
  } else if (!Number.isInteger(value) || value < 1) {
    findings.reject(path, 'OUT_OF_RANGE', `expected a whole number 1…100, got ${value}`);
  } else if (value > defaultChunkSize) {
    findings.warn(path, `${value} is above 100; 100 is used`);
  } else {
    return value;
  }
  return defaultChunkSize;
}

/** A day, in seconds: what is to come later is better published later. */
const maxChunkDelay = 86_400;

function readChunkDelay(root: OptionBlock, findings: Findings): number {
  const option = root.option('chunk_delay');
  if (option === null) return 0;
  const { value, path } = option;
  if (typeof value !== 'number') {
    findings.reject(path, 'WRONG_TYPE', `expected seconds as a number ≥ 0, got ${describeValue(value)}`);
  } else if (!(value >= 0 && value <= maxChunkDelay)) {
    findings.reject(path, 'OUT_OF_RANGE', `expected seconds as a number 0…${maxChunkDelay}, got ${value}`);
  } else {
    return value;
  }
  return 0;
}
