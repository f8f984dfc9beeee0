import type { EntityDefinition } from '../catalog/catalog.ts';
import type { StoredWebhook } from '../model/stored-webhook.ts';
import { renderWebhookBlock } from '../payload/render-webhook-block.ts';
import { createShape, type Shape } from '../payload/shape.ts';
import type { WebhookVersionPiece } from '../ports/enqueue-batch.ts';
import { Findings } from '../registry/findings.ts';
import { readOptions } from '../registry/read-options.ts';
import { type EntityRules, noEntityRules, type WebhookRules } from '../registry/webhook-rules.ts';
import { compileMatchRule, type MatchRule, matchRuleKey } from './match-rule.ts';

/** What a webhook wants of one entity. */
export class CompiledBlock {
  /** Shared by the blocks whose rules are the same. */
  readonly ruleKey: string;
  readonly shape: Shape;
  readonly #rules: EntityRules;
  readonly #definition: EntityDefinition;
  #rule: MatchRule | null = null;

  constructor(rules: EntityRules, definition: EntityDefinition, shape: Shape) {
    this.ruleKey = matchRuleKey(rules);
    this.shape = shape;
    this.#rules = rules;
    this.#definition = definition;
  }

  /** Compiled when first asked for: of the blocks that share a rule, one is. */
  get rule(): MatchRule {
    this.#rule ??= compileMatchRule(this.#rules, this.#definition);
    return this.#rule;
  }
}

export interface CompileContext {
  /** Whether payloads carry PA-5's extras. */
  readonly changes: boolean;
}

/** A webhook with its options read, as the index holds it. */
export class CompiledWebhook {
  readonly webhook: StoredWebhook;
  readonly rules: WebhookRules;
  readonly #context: CompileContext;
  readonly #blocks = new Map<string, CompiledBlock>();
  #version: WebhookVersionPiece | null = null;

  constructor(webhook: StoredWebhook, context: CompileContext) {
    this.webhook = webhook;
    this.#context = context;
    // The options were checked at registration; what is wrong with them now has no effect.
    this.rules = readOptions(webhook.options, new Findings());
  }

  /** Its block as bodies show it; rendered when a body first does. */
  get version(): WebhookVersionPiece {
    const { id, revision } = this.webhook;
    this.#version ??= { webhookId: id, revision, text: renderWebhookBlock(this.webhook) };
    return this.#version;
  }

  /** Whether it makes notifications at all (DE-4). */
  get isListening(): boolean {
    return this.webhook.deletedAt === null && this.webhook.status !== 'disabled';
  }

  /** Whether one of the keys silences it (SK-1). */
  isSkippedBy(skipKeys: readonly string[]): boolean {
    return skipKeys.length > 0 && this.rules.skipKeys.some((key) => skipKeys.includes(key));
  }

  /**
   * @param entity - the entity of the catalogue
   * @param type - the custom entity's type, or null
   */
  block(entity: string, type: string | null, definition: EntityDefinition): CompiledBlock {
    // CE-3: a type's own block comes before that of CustomEntity.
    const name = type !== null && this.rules.entity.has(type) ? type : entity;
    let block = this.#blocks.get(name);
    if (block === undefined) {
      block = this.#compile(this.rules.entity.get(name) ?? noEntityRules, definition);
      this.#blocks.set(name, block);
    }
    return block;
  }

  #compile(rules: EntityRules, definition: EntityDefinition): CompiledBlock {
    const shape = createShape({
      expand: rules.expand,
      loadOnly: rules.loadOnly,
      relatedExpand: this.rules.relatedExpand,
      relatedLoadOnly: this.rules.relatedLoadOnly,
      changes: this.#context.changes,
      clientId: this.webhook.clientId,
    });
    return new CompiledBlock(rules, definition, shape);
  }
}
