import { type Catalog, filterOperators } from '@hookwright/core';
import * as z from 'zod';
import { instantSchema } from './instant-schema.ts';
import { patternsOf } from './patterns-of.ts';
import { uuidSchema } from './uuid-schema.ts';

const pathList = z
  .union([z.array(z.string().min(1)), z.string()])
  .describe('A list of field paths, or the same in one text with commas between them.');

/** FI-2. */
export const filterOperatorSchema = z
  .enum(filterOperators)
  .describe('How a field is compared; `eq` where none is given.');

const filter = z
  .record(z.string(), z.unknown())
  .nullable()
  .describe('Field to wanted value, or to a list of them; all fields must match.');
const filterOp = z.record(z.string(), filterOperatorSchema).nullable().describe('Field to operator.');

const entityOptions = z
  .looseObject({
    expand: pathList.optional(),
    'load-only': pathList.optional(),
    load_only: pathList.optional(),
    filter: filter.optional(),
    'filter-op': filterOp.optional(),
    filter_op: filterOp.optional(),
    'on-field-change': pathList.optional(),
    on_field_change: pathList.optional(),
  })
  .describe('What a webhook wants of one entity. A key has hyphens or underscores, not both spellings at once.');

const relatedEntityOptions = z
  .looseObject({ expand: pathList.optional(), 'load-only': pathList.optional(), load_only: pathList.optional() })
  .describe("How the event's second record is shaped: the document link, the comment.");

const chunkSize = z.int().min(1).describe('Most notifications in one request; above 100 is 100.');
const chunkDelay = z.number().min(0).max(86_400).describe('Seconds between two chunks.');

const webhookOptions = z
  .looseObject({
    entity: z.record(z.string(), entityOptions).optional(),
    related_entity: relatedEntityOptions.optional(),
    'related-entity': relatedEntityOptions.optional(),
    skip_keys: z.array(z.string().min(1)).optional().describe('Values of `Webhook-Skip-Key` that silence the webhook.'),
    'skip-keys': z.array(z.string().min(1)).optional(),
    custom_entity_api_name: pathList.optional(),
    'custom-entity-api-name': pathList.optional(),
    chunk_size: chunkSize.optional(),
    'chunk-size': chunkSize.optional(),
    chunk_delay: chunkDelay.optional(),
    'chunk-delay': chunkDelay.optional(),
  })
  .describe('Stored and given back as it came. Unknown keys are kept, ignored and named in `warnings`.');

const webhook = z
  .object({
    id: uuidSchema,
    url: z.string(),
    events: z.array(z.string()),
    options: z.record(z.string(), z.unknown()).describe('As it came; `{}` where none was given.'),
    insecure_ssl: z.boolean(),
    is_deleted: z.boolean(),
    is_delete_protected: z.boolean(),
    status: z.enum(['active', 'paused', 'disabled']),
    created: instantSchema,
    modified: instantSchema,
    application_id: z.string().nullable(),
    client_id: z.string().nullable(),
  })
  .describe('A webhook as it is read. It never shows `signature` nor a secret.');

/** A webhook as the resource answers with it (RS-2). */
export type WebhookBody = z.infer<typeof webhook>;

const warning = z
  .object({ path: z.string(), message: z.string() })
  .describe('What was accepted but has no effect, or not the one that was asked for.');

/** The schemas of webhooks, for a catalogue's events. */
export function webhookSchemas(catalog: Catalog) {
  const patterns = patternsOf(catalog);
  const eventPattern = z
    .enum(patterns as [string, ...string[]])
    .describe('An event, all events of an entity (`Account.*`), or all (`*`).');
  const input = z
    .looseObject({
      url: z.string().max(8_192).describe('Absolute, without credentials; where the requests are to go.'),
      events: z.array(eventPattern).min(1),
      insecure_ssl: z.boolean().describe("True: the receiver's certificate is not checked."),
      options: webhookOptions.nullish(),
      signature: uuidSchema
        .nullish()
        .describe(
          "A UUID of the caller's. With it, requests are signed by `WebHook-Signature`. It is never read back.",
        ),
      is_delete_protected: z.boolean().optional().describe('While true, the webhook cannot be deleted.'),
    })
    .meta({
      description: 'A registration. Unknown fields are ignored and named in `warnings`.',
      examples: [
        { insecure_ssl: false, url: 'https://customer.example/hook', events: [patterns[2] ?? '*'], options: {} },
      ],
    });
  return {
    EventPattern: eventPattern,
    PathList: pathList,
    FilterOperator: filterOperatorSchema,
    EntityOptions: entityOptions,
    RelatedEntityOptions: relatedEntityOptions,
    WebhookOptions: webhookOptions,
    WebhookInput: input,
    WebhookPatch: input.partial().describe('What is left out stays as it is; `options` is replaced whole.'),
    Webhook: webhook,
    WebhookView: webhook.partial().describe('A webhook; where `load-only` asks for fewer fields, those.'),
    Warning: warning,
  } as const;
}
