/** How bodies are written (PA-6): `crm` the seed's list, `standard` Standard Webhooks' object, `cloudevents` a CloudEvents 1.0 batch. */
export type PayloadFormatName = 'crm' | 'standard' | 'cloudevents';

/** Which Standard Webhooks signatures a webhook's requests bear (SI-2). */
export type SigningScheme = 'v1' | 'v1a' | 'v1+v1a';

/** What the host, not its customer, decides about a webhook. Not on the wire. */
export interface WebhookSettings {
  /** `strict`: one delivery at a time, in the order of their publishes (DE-5). Default `best-effort`. */
  readonly ordering?: 'best-effort' | 'strict' | undefined;
  /** Most requests under way to this webhook, ≥ 1. Default `dispatch.perWebhookConcurrency`. */
  readonly perWebhookConcurrency?: number | undefined;
  /** Most requests started per second, 0.001…1,000,000; fractions allowed. Default unlimited. */
  readonly rate?: number | undefined;
  /** Default `v1`. A webhook with a vendor `signature` is signed by SI-1 instead. */
  readonly signing?: SigningScheme | undefined;
  /**
   * Headers of its requests beside the engine's, at most 20 and 8 KiB: no hop-by-hop ones, none that the engine sets, `authorization`
   * only where `allowAuthorizationHeader` says so. Their values are secrets (SI-4): reads show the names alone.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Default `payload.format` of the engine. */
  readonly format?: PayloadFormatName | undefined;
}
