import type { WebhookOptions } from './webhook-options.ts';

/** A registration as the customer sends it (RS-2): the wire shape of the seed. */
export interface WebhookInput<Pattern extends string = string> {
  /** Absolute http or https url (or another scheme that one of the engine's senders serves), without credentials. */
  readonly url: string;
  /** At least one name or pattern (EV-1). */
  readonly events: readonly Pattern[];
  /** True: the receiver's certificate is not checked, for this webhook alone. */
  readonly insecure_ssl: boolean;
  readonly options?: WebhookOptions | null | undefined;
  /** A UUID. With it, requests are signed the vendor's way (SI-1). A secret: never read back. */
  readonly signature?: string | null | undefined;
  /** Default false. While true, `delete` is refused. */
  readonly is_delete_protected?: boolean | undefined;
}

/** A change of a registration: what is absent stays; `options` is replaced whole (RS-2). */
export type WebhookPatch<Pattern extends string = string> = {
  readonly [Key in keyof WebhookInput<Pattern>]?: WebhookInput<Pattern>[Key] | undefined;
};
