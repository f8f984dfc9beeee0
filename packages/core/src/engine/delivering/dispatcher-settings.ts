/** {@link DispatchOptions} with every default filled in. */
export interface DispatcherSettings {
  /** Most requests under way in this process. */
  readonly concurrency: number;
  /** Most requests under way per webhook, over all processes. */
  readonly perWebhookConcurrency: number;
  readonly leaseMs: number;
  /** How often to look for work that the store cannot announce, in ms. */
  readonly pollIntervalMs: number;
  /** Bound on a whole exchange, in ms. */
  readonly timeoutMs: number;
}
