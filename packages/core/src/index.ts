// The only door of the package: everything public, by name.

export type {
  Catalog,
  DerivationRule,
  EntityDefinition,
  EntityName,
  EnumMap,
  EventName,
  EventPattern,
} from './catalog/catalog.ts';
export { crmCatalog } from './catalog/crm-catalog.ts';
export { defineCatalog } from './catalog/define-catalog.ts';
export { matchesEvent } from './catalog/matches-event.ts';
export { type ParsedEventPattern, parseEventPattern } from './catalog/parse-event-pattern.ts';
export { changedFields } from './changes/changed-fields.ts';
export { advancePace, concurrencyAt, fullPace, type LanePace } from './delivery/lane-pace.ts';
export { advanceHealth, shouldPause } from './delivery/webhook-health.ts';
export { createWebhooks } from './engine/create-webhooks.ts';
export type {
  CreateOptions,
  Deliveries,
  DeliveryListQuery,
  EditCondition,
  ImportedSecret,
  ListPage,
  Receipt,
  Registered,
  Registry,
  WebhookListQuery,
  Webhooks,
} from './engine/webhooks.ts';
export type {
  DeliveryEvent,
  DeliveryFailedEvent,
  DeliveryRetryingEvent,
  DeliverySucceededEvent,
  ExpandFailedEvent,
  WebhookStatusEvent,
  WebhooksEvents,
} from './engine/webhooks-events.ts';
export type {
  DispatchOptions,
  HostContext,
  LimitOptions,
  PayloadOptions,
  PublishContext,
  Scope,
  SigningOptions,
  VisibilityRequest,
  WebhookCacheOptions,
  WebhooksOptions,
} from './engine/webhooks-options.ts';
export { ValidationError, type ValidationIssue, type ValidationIssueCode } from './errors/validation-error.ts';
export { WebhookError, type WebhookErrorCode, type WebhookErrorOptions } from './errors/webhook-error.ts';
export { compileFilter } from './filter/compile-filter.ts';
export type { Decision, Explanation, FilterMismatch } from './matching/explanation.ts';
export type { Attempt } from './model/attempt.ts';
export type { Change, ChangePair } from './model/change.ts';
export type { Delivery, DeliveryItem, DeliveryStatus } from './model/delivery.ts';
export { type FilterOperator, type FilterScalar, type FilterValue, filterOperators } from './model/filter-operator.ts';
export type { StoredSecret, StoredWebhook, WebhookStatus } from './model/stored-webhook.ts';
export type { WebhookInput, WebhookPatch } from './model/webhook-input.ts';
export {
  type WebhookFilterField,
  type WebhookListField,
  webhookFilterFields,
  webhookListFields,
} from './model/webhook-list-field.ts';
export type { EntityOptions, PathList, RelatedEntityOptions, WebhookOptions } from './model/webhook-options.ts';
export type { WebhookRecord } from './model/webhook-record.ts';
export type { WebhookBlock, WebhookResource } from './model/webhook-resource.ts';
export type { PayloadFormatName, SigningScheme, WebhookSettings } from './model/webhook-settings.ts';
export type { ClaimedDelivery, ClaimOptions } from './ports/claim.ts';
export type { Clock, Timer } from './ports/clock.ts';
export type {
  EnqueueBatch,
  EnqueueResult,
  NewDelivery,
  PayloadPiece,
  WebhookVersionPiece,
} from './ports/enqueue-batch.ts';
export type { EntityLoadAnswer, EntityLoader, EntityLoadRequest } from './ports/entity-loader.ts';
export type { Random } from './ports/random.ts';
export type { SendErrorCode, Sender, SendFailure, SendOutcome, SendRequest, SendResponse } from './ports/sender.ts';
export type { Lease, Settlement, SettlementNext, SettleResult, WebhookHealth } from './ports/settlement.ts';
export {
  type WebhookOrder,
  type WebhookOrderField,
  type WebhookPosition,
  webhookOrderValue,
} from './ports/webhook-order.ts';
export type {
  DeliveryPageQuery,
  Page,
  SaveOptions,
  SaveResult,
  StoreCall,
  TenantWebhooks,
  WebhookCreation,
  WebhookPageQuery,
  WebhookSave,
  WebhookStore,
} from './ports/webhook-store.ts';
export { projectRecord } from './record/project-record.ts';
export type { Warning } from './registry/findings.ts';
export { planChunks } from './schedule/plan-chunks.ts';
export { type RetryPolicy, retryDelayMs, standardRetry } from './schedule/retry-delay-ms.ts';
export { signStandard } from './signing/sign-standard.ts';
export { signVendor } from './signing/sign-vendor.ts';
