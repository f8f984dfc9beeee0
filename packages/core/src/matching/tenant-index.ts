import type { Catalog, EntityDefinition } from '../catalog/catalog.ts';
import type { EventInfo } from '../catalog/event-name.ts';
import type { StoredWebhook } from '../model/stored-webhook.ts';
import { CandidateBucket } from './candidate-bucket.ts';
import type { Candidate, CandidateGroup } from './candidate-group.ts';
import type { ChangeSubject } from './change-subject.ts';
import { type CompileContext, CompiledWebhook } from './compiled-webhook.ts';
import { decideByRule } from './match-rule.ts';

/** The webhooks of one pattern: those that any type reaches, and those of single custom entity types. */
interface PatternBuckets {
  readonly anyType: CandidateBucket;
  readonly byType: Map<string, CandidateBucket>;
}

/** A webhook's place under one pattern. */
interface Place {
  /** `Account.Create`, or `Account.*`. */
  readonly pattern: string;
  readonly entity: string;
  /** The custom entity type it stands under; null: any. */
  readonly type: string | null;
}

/** All webhooks of one tenant, compiled, and found by what they listen to. */
export class TenantIndex {
  readonly #catalog: Catalog;
  readonly #context: CompileContext;
  readonly #webhooks = new Map<string, CompiledWebhook>();
  readonly #patterns = new Map<string, PatternBuckets>();
  #revision = 0;

  constructor(catalog: Catalog, context: CompileContext) {
    this.#catalog = catalog;
    this.#context = context;
  }

  /** The tenant's revision that it shows. */
  get revision(): number {
    return this.#revision;
  }

  get size(): number {
    return this.#webhooks.size;
  }

  /** Takes in what was saved since; a webhook that it knows at the same or a higher revision stays. */
  apply(revision: number, webhooks: readonly StoredWebhook[]): void {
    for (const webhook of webhooks) this.#replace(webhook);
    this.#revision = Math.max(this.#revision, revision);
  }

  /** All webhooks that are not deleted. */
  webhooks(): IterableIterator<CompiledWebhook> {
    return this.#webhooks.values();
  }

  /** Whether some webhook listens to the event, for whatever type and record. */
  listensTo(event: EventInfo): boolean {
    return this.#patterns.has(event.name) || this.#patterns.has(event.pattern);
  }

  /** The webhooks that get a notification of the change, but for visibility (RE-2), each once (EV-5). */
  match(subject: ChangeSubject, skipKeys: readonly string[]): readonly Candidate[] {
    const found: Candidate[] = [];
    this.#collect(this.#patterns.get(subject.event.name), subject, skipKeys, found);
    this.#collect(this.#patterns.get(subject.event.pattern), subject, skipKeys, found);
    return found;
  }

  #collect(
    buckets: PatternBuckets | undefined,
    subject: ChangeSubject,
    skipKeys: readonly string[],
    found: Candidate[],
  ): void {
    if (buckets === undefined) return;
    const { record, type } = subject;
    const groups: CandidateGroup[] = [];
    buckets.anyType.collect(record, groups);
    const ofAnyType = groups.length;
    if (type !== null) buckets.byType.get(type)?.collect(record, groups);
    for (let position = 0; position < groups.length; position += 1) {
      const { rule, members } = groups[position] as CandidateGroup;
      if (decideByRule(rule, subject) !== 'matched') continue;
      // CE-3: a webhook with a block for this very type stands under the type as well, with that block.
      const ownBlockElsewhere = position < ofAnyType ? type : null;
      if (skipKeys.length === 0 && ownBlockElsewhere === null) {
        for (const candidate of members.values()) found.push(candidate);
      } else {
        for (const candidate of members.values()) {
          const { compiled } = candidate;
          const standsElsewhere = ownBlockElsewhere !== null && compiled.rules.entity.has(ownBlockElsewhere);
          if (!standsElsewhere && !compiled.isSkippedBy(skipKeys)) found.push(candidate);
        }
      }
    }
  }

  #replace(webhook: StoredWebhook): void {
    const known = this.#webhooks.get(webhook.id);
    if (known !== undefined) {
      if (known.webhook.revision >= webhook.revision) return;
      this.#remove(known);
    }
    if (webhook.deletedAt !== null) return;
    const compiled = new CompiledWebhook(webhook, this.#context);
    this.#webhooks.set(webhook.id, compiled);
    for (const place of this.#places(compiled)) this.#add(place, compiled);
  }

  #remove(compiled: CompiledWebhook): void {
    this.#webhooks.delete(compiled.webhook.id);
    for (const { pattern, entity, type } of this.#places(compiled)) {
      const buckets = this.#patterns.get(pattern);
      const bucket = type === null ? buckets?.anyType : buckets?.byType.get(type);
      if (buckets === undefined || bucket === undefined) continue;
      bucket.remove(this.#candidate(compiled, entity, type));
      if (type !== null && bucket.isEmpty) buckets.byType.delete(type);
      if (buckets.anyType.isEmpty && buckets.byType.size === 0) this.#patterns.delete(pattern);
    }
  }

  #add({ pattern, entity, type }: Place, compiled: CompiledWebhook): void {
    const definition = this.#catalog.entities[entity] as EntityDefinition;
    let buckets = this.#patterns.get(pattern);
    if (buckets === undefined) {
      buckets = { anyType: new CandidateBucket(definition.enums ?? {}), byType: new Map() };
      this.#patterns.set(pattern, buckets);
    }
    let bucket = buckets.anyType;
    if (type !== null) {
      bucket = buckets.byType.get(type) ?? new CandidateBucket(definition.enums ?? {});
      buckets.byType.set(type, bucket);
    }
    bucket.add(this.#candidate(compiled, entity, type));
  }

  #candidate(compiled: CompiledWebhook, entity: string, type: string | null): Candidate {
    const definition = this.#catalog.entities[entity] as EntityDefinition;
    return { compiled, block: compiled.block(entity, type, definition) };
  }

  #places(compiled: CompiledWebhook): readonly Place[] {
    if (!compiled.isListening) return [];
    return coveringPatterns(compiled.webhook.events, this.#catalog).flatMap(({ pattern, entity }) =>
      typesOf(compiled, this.#catalog.entities[entity]).map((type) => ({ pattern, entity, type })),
    );
  }
}

/** A webhook's patterns with those left out that another covers, so that it stands under each event once (EV-5). */
function coveringPatterns(
  events: readonly string[],
  catalog: Catalog,
): readonly { readonly pattern: string; readonly entity: string }[] {
  const known = Object.keys(catalog.entities);
  if (events.includes('*')) return known.map((entity) => ({ pattern: `${entity}.*`, entity }));
  const unique = new Set(events);
  const patterns: { pattern: string; entity: string }[] = [];
  for (const pattern of unique) {
    const entity = pattern.slice(0, pattern.indexOf('.'));
    // A catalogue may have lost an entity that a stored webhook still names.
    if (!Object.hasOwn(catalog.entities, entity)) continue;
    if (pattern === `${entity}.*` || !unique.has(`${entity}.*`)) patterns.push({ pattern, entity });
  }
  return patterns;
}

/** Under which types a webhook stands: those it selects (CE-2), else any, and beside it those it has blocks for (CE-3). */
function typesOf(compiled: CompiledWebhook, definition: EntityDefinition | undefined): readonly (string | null)[] {
  if (definition?.custom !== true) return [null];
  const { customEntityTypes, entity } = compiled.rules;
  return customEntityTypes.length > 0 ? [...new Set(customEntityTypes)] : [null, ...entity.keys()];
}
