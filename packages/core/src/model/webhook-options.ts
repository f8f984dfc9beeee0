import type { FilterOperator, FilterValue } from './filter-operator.ts';

/** A list of paths, or the API's comma string of them: `"id,name"` (OP-2). */
export type PathList = readonly string[] | string;

/** The options of one entity (OP-1, OP-4). A key may be written with hyphens or underscores, not both (OP-2). */
export interface EntityOptions {
  /** Relations to replace by their records, dotted paths up to 5 deep (EX-1). */
  readonly expand?: PathList | undefined;
  /** The paths that the payload is to keep; empty or absent keeps everything (EX-4). */
  readonly 'load-only'?: PathList | undefined;
  readonly load_only?: PathList | undefined;
  /** Field to wanted value or values, joined by AND (FI-1). */
  readonly filter?: Readonly<Record<string, FilterValue>> | undefined;
  /** Field to operator; `eq` where none is given (FI-2). */
  readonly 'filter-op'?: Readonly<Record<string, FilterOperator>> | undefined;
  readonly filter_op?: Readonly<Record<string, FilterOperator>> | undefined;
  /** Fields of which one must differ for an Update to be notified (FC-1). */
  readonly 'on-field-change'?: PathList | undefined;
  readonly on_field_change?: PathList | undefined;
}

/** The options of the event's secondary record (EX-5). */
export interface RelatedEntityOptions {
  readonly expand?: PathList | undefined;
  readonly 'load-only'?: PathList | undefined;
  readonly load_only?: PathList | undefined;
}

/** A webhook's options as they come over the wire (OP-1). Unknown keys are kept and named in `warnings` (OP-3). */
export interface WebhookOptions {
  readonly entity?: Readonly<Record<string, EntityOptions>> | undefined;
  readonly related_entity?: RelatedEntityOptions | undefined;
  /** Values of the `Webhook-Skip-Key` header that silence this webhook (SK-1). */
  readonly skip_keys?: readonly string[] | undefined;
  /** The custom entity types wanted; empty or absent is all (CE-2). */
  readonly custom_entity_api_name?: PathList | undefined;
  /** Most notifications in one request, 1…100, default 100 (CH-1). */
  readonly chunk_size?: number | undefined;
  /** Seconds between two chunks of one publish, 0…86,400, default 0 (CH-2). */
  readonly chunk_delay?: number | undefined;
  readonly [unknownKey: string]: unknown;
}
