import type { EntityDefinition } from '../../catalog/catalog.ts';
import type { EventInfo } from '../../catalog/event-name.ts';
import { deriveActions } from '../../derivation/derive-events.ts';
import { ValidationError, type ValidationIssue } from '../../errors/validation-error.ts';
import { ChangeSubject } from '../../matching/change-subject.ts';
import type { TenantIndex } from '../../matching/tenant-index.ts';
import type { Change, ChangePair } from '../../model/change.ts';
import type { WebhookStore } from '../../ports/webhook-store.ts';
import type { CallContext, CallContexts } from '../call-context.ts';
import type { Timekeeper } from '../timekeeper.ts';
import type { Receipt } from '../webhooks.ts';
import type { PublishContext, VisibilityRequest } from '../webhooks-options.ts';
import type { BatchComposer } from './batch-composer.ts';
import type { ChangeReader } from './change-reader.ts';
import { ChangeSource, type ReportedChange } from './change-source.ts';
import { filterVisible } from './filter-visible.ts';
import { type ExpansionSettings, type Expansions, loadExpansions } from './load-expansions.ts';
import type { MatchedChange } from './matched-change.ts';
import type { TenantCache } from './tenant-cache.ts';

export interface PublisherSettings<Tx> {
  readonly maxRecordBytes: number;
  readonly maxChanges: number;
  /** Whether the contents of records that nobody listens to are checked too. */
  readonly validate: 'subscribed' | 'always';
  readonly canSee: ((request: VisibilityRequest<Tx>) => Promise<readonly boolean[]>) | undefined;
  /** Undefined without an entity loader. */
  readonly expansion: ExpansionSettings<Tx> | undefined;
}

/** A reported change and the events it may be. */
interface Report {
  readonly source: ChangeSource;
  readonly possible: readonly EventInfo[];
  /** Null: exactly the possible ones; else what the catalogue's rules derive from the pair (EV-6). */
  readonly pair: { readonly entity: string; readonly definition: EntityDefinition; readonly hasAfter: boolean } | null;
}

const nothing: Promise<Receipt> = Promise.resolve(Object.freeze({ deliveryIds: Object.freeze([]), notifications: 0 }));

/** The first half of the engine: from a reported change to deliveries in the store, in the host's call. */
export class Publisher<Tx> {
  readonly #store: WebhookStore<Tx>;
  readonly #time: Timekeeper;
  readonly #contexts: CallContexts<Tx>;
  readonly #cache: TenantCache<Tx>;
  readonly #reader: ChangeReader;
  readonly #composer: BatchComposer;
  readonly #settings: PublisherSettings<Tx>;

  constructor(parts: {
    readonly store: WebhookStore<Tx>;
    readonly time: Timekeeper;
    readonly contexts: CallContexts<Tx>;
    readonly cache: TenantCache<Tx>;
    readonly reader: ChangeReader;
    readonly composer: BatchComposer;
    readonly settings: PublisherSettings<Tx>;
  }) {
    this.#store = parts.store;
    this.#time = parts.time;
    this.#contexts = parts.contexts;
    this.#cache = parts.cache;
    this.#reader = parts.reader;
    this.#composer = parts.composer;
    this.#settings = parts.settings;
  }

  publish(changes: Change | readonly Change[], given: PublishContext<Tx> | undefined): Promise<Receipt> {
    return this.#run(given, (index, now) => {
      const list = Array.isArray(changes) ? (changes as readonly Change[]) : [changes as Change];
      return this.#readAll(list, 'changes', (change, path, issues) => {
        const reported = this.#reader.readChange(change, path, now, issues);
        return reported && this.#report(index, reported, [this.#reader.event(change.event) as EventInfo], null);
      });
    });
  }

  recordChange(
    entity: string,
    pairs: ChangePair | readonly ChangePair[],
    given: PublishContext<Tx> | undefined,
  ): Promise<Receipt> {
    return this.#run(given, (index, now) => {
      const list = Array.isArray(pairs) ? (pairs as readonly ChangePair[]) : [pairs as ChangePair];
      const definition = this.#reader.definition(entity);
      return this.#readAll(list, 'pairs', (pair, path, issues) => {
        const read = this.#reader.readPair(definition, pair, path, now, issues);
        if (read === null) return null;
        const { reported, hasBefore, hasAfter } = read;
        const possible = this.#reader.possibleEvents(entity, hasBefore, hasAfter);
        return this.#report(index, reported, possible, { entity, definition, hasAfter });
      });
    });
  }

  /** Not an async function: a change that nobody listens to is to cost no more than finding that out. */
  #run(
    given: PublishContext<Tx> | undefined,
    read: (index: TenantIndex | null, now: number) => readonly Report[],
  ): Promise<Receipt> {
    try {
      const context = this.#contexts.publish(given);
      const now = this.#time.now();
      const index = this.#cache.current(context.tenant, context.transaction);
      if (!(index instanceof Promise)) return this.#enqueue(read(index, now), index, context, now);
      // PA-3: copied before the wait, in which the host may go on changing its objects.
      const reports = read(null, now);
      for (const { source } of reports) source.capture(this.#settings.maxRecordBytes);
      return index.then((loaded) => this.#enqueue(reports, loaded, context, now));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #readAll<Item>(
    list: readonly Item[],
    name: string,
    read: (item: Item, path: string, issues: ValidationIssue[]) => Report | null,
  ): readonly Report[] {
    const issues: ValidationIssue[] = [];
    const reports: Report[] = [];
    if (list.length > this.#settings.maxChanges) {
      const message = `expected at most ${this.#settings.maxChanges} in one call, got ${list.length}; split the list`;
      throw new ValidationError([{ path: name, code: 'TOO_LARGE', message }]);
    }
    for (let position = 0; position < list.length; position += 1) {
      const report = read(list[position] as Item, `${name}[${position}]`, issues);
      if (report !== null) reports.push(report);
    }
    if (issues.length > 0) throw new ValidationError(issues);
    return reports;
  }

  /** @returns null when it is known already that there is nothing to look at */
  #report(
    index: TenantIndex | null,
    reported: ReportedChange,
    possible: readonly EventInfo[],
    pair: Report['pair'],
  ): Report | null {
    if (index !== null && !this.#concerns(index, possible)) return null;
    return { source: new ChangeSource(reported), possible, pair };
  }

  /** Whether a change that may be these events is to be looked at: somebody listens, or everything is to be checked. */
  #concerns(index: TenantIndex, possible: readonly EventInfo[]): boolean {
    if (this.#settings.validate === 'always') return true;
    for (const event of possible) if (index.listensTo(event)) return true;
    return false;
  }

  #enqueue(reports: readonly Report[], index: TenantIndex, context: CallContext<Tx>, now: number): Promise<Receipt> {
    const matches = this.#match(reports, index, context);
    if (matches.length === 0) return this.#enqueueNothing(context, now);
    const { canSee, expansion } = this.#settings;
    const asksHost = canSee !== undefined && matches.some(hasClient);
    const expands = expansion !== undefined && matches.some(expandsSomething);
    if (asksHost || expands) return this.#enqueueLater(matches, context, now, asksHost);
    return this.#store.enqueue(this.#composer.compose(matches, context, now), context);
  }

  /** With an idempotency key, what the first publish made is the answer, even if nobody would get it now. */
  #enqueueNothing(context: CallContext<Tx>, now: number): Promise<Receipt> {
    if (context.idempotencyKey === undefined) return nothing;
    return this.#store.enqueue(this.#composer.compose([], context, now), context);
  }

  async #enqueueLater(
    matches: readonly MatchedChange[],
    context: CallContext<Tx>,
    now: number,
    asksHost: boolean,
  ): Promise<Receipt> {
    const { canSee, expansion } = this.#settings;
    const visible = canSee !== undefined && asksHost ? await filterVisible(matches, context, canSee) : matches;
    if (visible.length === 0) return this.#enqueueNothing(context, now);
    let expansions: Expansions | undefined;
    if (expansion !== undefined && visible.some(expandsSomething)) {
      expansions = await loadExpansions(visible, context, expansion);
    }
    return this.#store.enqueue(this.#composer.compose(visible, context, now, expansions), context);
  }

  #match(reports: readonly Report[], index: TenantIndex, context: CallContext<Tx>): readonly MatchedChange[] {
    const matches: MatchedChange[] = [];
    const issues: ValidationIssue[] = [];
    for (const report of reports) {
      if (!this.#concerns(index, report.possible)) continue;
      const { source } = report;
      const snapshot = source.snapshot(this.#settings.maxRecordBytes, issues);
      if (snapshot === null) continue;
      for (const event of this.#eventsOf(report, snapshot.before, snapshot.entity)) {
        if (!index.listensTo(event)) continue;
        const { type, changedFields } = source.reported;
        const subject = new ChangeSubject(event, type, snapshot.entity, snapshot.before, changedFields);
        const candidates = index.match(subject, context.skipKeys);
        if (candidates.length > 0) matches.push({ source, event, snapshot, candidates });
      }
    }
    if (issues.length > 0) throw new ValidationError(issues);
    return matches;
  }

  #eventsOf({ possible, pair }: Report, before: object | null, entity: object): readonly EventInfo[] {
    if (pair === null) return possible;
    // For a Delete the record is the one before (FI-9).
    const [from, to] = pair.hasAfter ? [before, entity] : [entity, null];
    return this.#reader.events(pair.entity, deriveActions(pair.definition, from, to));
  }
}

function hasClient({ candidates }: MatchedChange): boolean {
  return candidates.some(({ compiled }) => compiled.webhook.clientId !== null);
}

function expandsSomething({ candidates }: MatchedChange): boolean {
  return candidates.some(({ block }) => block.shape.expand.length > 0 || block.shape.relatedExpand.length > 0);
}
