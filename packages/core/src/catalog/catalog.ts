import type { WebhookRecord } from '../model/webhook-record.ts';

/** The numbers of an enum field and their names: `{ 1: 'Open', 2: 'Lost' }` (FI-7). */
export type EnumMap = Readonly<Record<number, string>>;

/** An event that a before/after pair shows beside `Update` (EV-6). */
export interface DerivationRule {
  /** One of the entity's actions: `Won`. */
  readonly action: string;
  /** Whether the step from `before` to `after` is this event. Both are records as a webhook would see them. */
  readonly when: (before: WebhookRecord, after: WebhookRecord) => boolean;
}

export interface EntityDefinition {
  /** What can happen to it: `Create`, `Update`, `Delete`, … */
  readonly actions: readonly string[];
  /** Enum fields, by field name. */
  readonly enums?: Readonly<Record<string, EnumMap>>;
  /** Asked in order, for pairs that have both records and in which something differs. */
  readonly rules?: readonly DerivationRule[];
  /** True: its records are of types of their own, `CE_Bid`, which each change names (CE-1). */
  readonly custom?: boolean;
}

/** What can happen to what (EV-3). Made by `defineCatalog`; `crmCatalog` is the default. */
export interface Catalog {
  readonly entities: Readonly<Record<string, EntityDefinition>>;
}

/** An entity's name in a catalogue. */
export type EntityName<C extends Catalog> = Extract<keyof C['entities'], string>;

/** A concrete event of a catalogue: `Account.Create`. */
export type EventName<C extends Catalog> = {
  [Entity in EntityName<C>]: `${Entity}.${C['entities'][Entity]['actions'][number]}`;
}[EntityName<C>];

/** What a webhook may subscribe to: an event, `<Entity>.*`, or `*` (EV-1). */
export type EventPattern<C extends Catalog> = '*' | `${EntityName<C>}.*` | EventName<C>;
