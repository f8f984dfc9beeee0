/** How a receiver knows that a request is genuine. Both secrets were shown to the customer at registration. */
export type Trust =
  | { readonly scheme: 'standard'; readonly secret: string }
  | { readonly scheme: 'vendor'; readonly signature: string };

/** What one address of the receiver does. */
export interface EndpointPlan {
  readonly trust: Trust;
  /** Status of every answer. */
  readonly answers: number;
  /** For an integration: the fields that it sets, through the CRM's API, on each record that it is told of. */
  readonly writeBack: WriteBack | null;
}

export interface WriteBack {
  /** `http://127.0.0.1:<port>/entities/Leads` */
  readonly collectionUrl: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** The `Authorization` header that the CRM's API wants of the integration. */
  readonly authorization: string;
  /** Value of the `Webhook-Skip-Key` header. */
  readonly skipKey: string;
}

/** One request as the receiver saw it. */
export interface ArrivedRequest {
  /** The path: `/open-deals`. */
  readonly path: string;
  /** Unix ms, when the body had come whole. */
  readonly arrivedAt: number;
  /** The `webhook-id` header, or null. */
  readonly webhookId: string | null;
  readonly contentType: string | null;
  /** Null: the signature is right. Else why it is not. */
  readonly signatureProblem: string | null;
  /** The parsed body; the text where it is not JSON. */
  readonly body: unknown;
  /** The status that it was answered with. */
  readonly answered: number;
}

/** What an integration's write-back came to: the CRM API's status, or the error. */
export interface WrittenBack {
  readonly path: string;
  readonly outcome: string;
}

/** What the host can ask of the receiver process. */
export type ReceiverCommand =
  | { readonly do: 'serve'; readonly path: string; readonly plan: EndpointPlan }
  /** Hands over what came since the last time. */
  | { readonly do: 'collect' }
  /** Closes the second port: connections are refused from then on. */
  | { readonly do: 'go-down' }
  /** Opens the second port again. */
  | { readonly do: 'come-up' };

export interface Collected {
  readonly requests: readonly ArrivedRequest[];
  readonly writtenBack: readonly WrittenBack[];
}

/** The first thing that the process tells. */
export interface ReceiverReady {
  readonly ready: { readonly url: string; readonly secondUrl: string };
}

export interface ReceiverCall {
  readonly call: number;
  readonly command: ReceiverCommand;
}

export type ReceiverReply =
  | { readonly call: number; readonly collected: Collected }
  | { readonly call: number; readonly failed: string };
