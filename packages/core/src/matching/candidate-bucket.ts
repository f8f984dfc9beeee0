import type { EnumMap } from '../catalog/catalog.ts';
import type { Condition, ConditionLookup } from '../filter/condition.ts';
import { equalityKey } from '../filter/equality-key.ts';
import type { FieldPath } from '../record/field-path.ts';
import { readField } from '../record/read-field.ts';
import { visitValues } from '../record/visit-values.ts';
import type { Candidate, CandidateGroup } from './candidate-group.ts';

interface FieldIndex {
  readonly path: FieldPath;
  readonly enumMap: EnumMap | undefined;
  readonly byKey: Map<string, Set<CandidateGroup>>;
}

interface Entry {
  readonly group: CandidateGroup;
  /** Where it stands; null: among the unindexed. */
  readonly lookup: ConditionLookup | null;
}

/**
 * The webhooks that listen to one pattern, for one entity, in groups that share a rule. Each group stands under its most
 * selective equality, or among those that are tried every time. So a change costs as many look-ups as there are indexed
 * fields, and then what the groups found cost.
 */
export class CandidateBucket {
  readonly #enums: Readonly<Record<string, EnumMap>>;
  /** By rule key. */
  readonly #entries = new Map<string, Entry>();
  readonly #unindexed = new Set<CandidateGroup>();
  readonly #fields = new Map<string, FieldIndex>();

  constructor(enums: Readonly<Record<string, EnumMap>>) {
    this.#enums = enums;
  }

  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  add(candidate: Candidate): void {
    const { compiled, block } = candidate;
    let entry = this.#entries.get(block.ruleKey);
    if (entry === undefined) {
      entry = this.#place({ rule: block.rule, members: new Map() });
      this.#entries.set(block.ruleKey, entry);
    }
    entry.group.members.set(compiled.webhook.id, candidate);
  }

  remove({ compiled, block }: Candidate): void {
    const entry = this.#entries.get(block.ruleKey);
    if (entry === undefined || !entry.group.members.delete(compiled.webhook.id)) return;
    if (entry.group.members.size > 0) return;
    this.#entries.delete(block.ruleKey);
    this.#displace(entry);
  }

  /** Appends every group whose rule may hold for the record, each once. */
  collect(record: object, found: CandidateGroup[]): void {
    for (const group of this.#unindexed) found.push(group);
    for (const field of this.#fields.values()) {
      const groups = groupsFor(record, field);
      if (groups !== undefined) for (const group of groups) found.push(group);
    }
  }

  #place(group: CandidateGroup): Entry {
    const lookup = this.#mostSelective(group.rule.conditions);
    if (lookup === null) {
      this.#unindexed.add(group);
    } else {
      const { byKey } = this.#field(lookup.path);
      for (const key of lookup.keys) {
        const groups = byKey.get(key);
        if (groups === undefined) byKey.set(key, new Set([group]));
        else groups.add(group);
      }
    }
    return { group, lookup };
  }

  #displace({ group, lookup }: Entry): void {
    if (lookup === null) {
      this.#unindexed.delete(group);
      return;
    }
    const { byKey } = this.#field(lookup.path);
    for (const key of lookup.keys) {
      const groups = byKey.get(key);
      groups?.delete(group);
      if (groups?.size === 0) byKey.delete(key);
    }
    if (byKey.size === 0) this.#fields.delete(lookup.path.text);
  }

  /** The equality under whose keys fewest groups stand so far: a good guess at the one that fewest records meet. */
  #mostSelective(conditions: readonly Condition[]): ConditionLookup | null {
    let best: ConditionLookup | null = null;
    let bestSize = Number.POSITIVE_INFINITY;
    for (const { lookup } of conditions) {
      if (lookup === null) continue;
      const byKey = this.#fields.get(lookup.path.text)?.byKey;
      const size = lookup.keys.reduce((sum, key) => sum + (byKey?.get(key)?.size ?? 0), 0);
      if (size < bestSize) {
        best = lookup;
        bestSize = size;
      }
    }
    return best;
  }

  #field(path: FieldPath): FieldIndex {
    let field = this.#fields.get(path.text);
    if (field === undefined) {
      field = { path, enumMap: this.#enums[path.text], byKey: new Map() };
      this.#fields.set(path.text, field);
    }
    return field;
  }
}

function groupsFor(record: object, field: FieldIndex): ReadonlySet<CandidateGroup> | undefined {
  const { path } = field;
  if (path.segments.length === 1) {
    const value = readField(record, path.text);
    // The hot path of matching: one read, one key, one look-up.
    if (!Array.isArray(value)) return groupsUnder(value, field);
  }
  let first: ReadonlySet<CandidateGroup> | undefined;
  let several: Set<CandidateGroup> | undefined;
  visitValues(record, path, (value) => {
    const groups = groupsUnder(value, field);
    if (groups === undefined || groups === first) return false;
    if (first === undefined) {
      first = groups;
    } else {
      // A group may stand under more than one element of a list.
      several ??= new Set(first);
      for (const group of groups) several.add(group);
    }
    return false;
  });
  return several ?? first;
}

function groupsUnder(value: unknown, { enumMap, byKey }: FieldIndex): ReadonlySet<CandidateGroup> | undefined {
  const key = equalityKey(value, enumMap);
  return key === null ? undefined : byKey.get(key);
}
