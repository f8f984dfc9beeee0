/** One item of a body, as the rules would have it. Records are compared whole, as JSON. */
export interface ExpectedItem {
  readonly event: string;
  readonly entity: object;
  /** Default null. */
  readonly relatedEntity?: object | null | undefined;
}

/** One request that must reach the receiver. */
export interface ExpectedRequest {
  /** Name of the webhook; its path at the receiver is `/<name>`. */
  readonly webhook: string;
  /** In their order. */
  readonly items: readonly ExpectedItem[];
  /** Status that the receiver answers with. Default 200. */
  readonly answered?: number | undefined;
}
