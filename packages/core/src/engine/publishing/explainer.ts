import type { Catalog, EntityDefinition } from '../../catalog/catalog.ts';
import type { EventInfo } from '../../catalog/event-name.ts';
import { ValidationError, type ValidationIssue } from '../../errors/validation-error.ts';
import { ChangeSubject } from '../../matching/change-subject.ts';
import type { CompiledWebhook } from '../../matching/compiled-webhook.ts';
import { explainMatch } from '../../matching/explain-match.ts';
import type { Explanation } from '../../matching/explanation.ts';
import type { Change } from '../../model/change.ts';
import type { CallContext, CallContexts } from '../call-context.ts';
import type { Timekeeper } from '../timekeeper.ts';
import type { PublishContext } from '../webhooks-options.ts';
import type { ChangeReader } from './change-reader.ts';
import { ChangeSource } from './change-source.ts';
import { filterVisible } from './filter-visible.ts';
import type { MatchedChange } from './matched-change.ts';
import type { PublisherSettings } from './publisher.ts';
import type { TenantCache } from './tenant-cache.ts';

/** Tells for each webhook of a tenant what a publish would decide, by the code that decides it (RE-1). */
export class Explainer<Tx> {
  readonly #catalog: Catalog;
  readonly #time: Timekeeper;
  readonly #contexts: CallContexts<Tx>;
  readonly #cache: TenantCache<Tx>;
  readonly #reader: ChangeReader;
  readonly #settings: Pick<PublisherSettings<Tx>, 'canSee' | 'maxRecordBytes'>;

  constructor(parts: {
    readonly catalog: Catalog;
    readonly time: Timekeeper;
    readonly contexts: CallContexts<Tx>;
    readonly cache: TenantCache<Tx>;
    readonly reader: ChangeReader;
    readonly settings: Pick<PublisherSettings<Tx>, 'canSee' | 'maxRecordBytes'>;
  }) {
    this.#catalog = parts.catalog;
    this.#time = parts.time;
    this.#contexts = parts.contexts;
    this.#cache = parts.cache;
    this.#reader = parts.reader;
    this.#settings = parts.settings;
  }

  async explain(change: Change, given: PublishContext<Tx> | undefined): Promise<readonly Explanation[]> {
    const context = this.#contexts.publish(given);
    const issues: ValidationIssue[] = [];
    const reported = this.#reader.readChange(change, 'change', this.#time.now(), issues);
    if (reported === null) throw new ValidationError(issues);
    const source = new ChangeSource(reported);
    const snapshot = source.snapshot(this.#settings.maxRecordBytes, issues);
    if (snapshot === null) throw new ValidationError(issues);
    const index = await this.#cache.current(context.tenant, context.transaction);
    const event = this.#reader.event(change.event) as EventInfo;
    const subject = new ChangeSubject(event, reported.type, snapshot.entity, snapshot.before, reported.changedFields);
    const definition = this.#catalog.entities[event.entity] as EntityDefinition;
    const explained = [...index.webhooks()].map((compiled) => ({
      compiled,
      explanation: explainMatch(compiled, subject, definition, context.skipKeys),
    }));
    const matched = explained.filter(({ explanation }) => explanation.decision === 'matched');
    const candidates = matched.map(({ compiled }) => ({
      compiled,
      block: compiled.block(event.entity, subject.type, definition),
    }));
    const visible = await this.#visibleTo({ source, event, snapshot, candidates }, context);
    return explained.map(({ compiled, explanation }) => {
      if (explanation.decision !== 'matched') return explanation;
      const { id, status } = compiled.webhook;
      if (!visible.has(compiled)) return { webhookId: id, decision: 'not-visible' };
      if (status === 'disabled') return { webhookId: id, decision: 'disabled' };
      return status === 'paused' ? { ...explanation, held: true } : explanation;
    });
  }

  /** Those of the matching webhooks whose client may see the change (RE-2). */
  async #visibleTo(match: MatchedChange, context: CallContext<Tx>): Promise<ReadonlySet<CompiledWebhook>> {
    const { canSee } = this.#settings;
    const visible = canSee === undefined ? [match] : await filterVisible([match], context, canSee);
    return new Set(visible.flatMap(({ candidates }) => candidates.map(({ compiled }) => compiled)));
  }
}
