import { Endpoint } from './endpoint.ts';
import { OriginPool, type OriginPoolOwner, type OriginPoolSettings } from './origin-pool.ts';
import type { Target } from './target.ts';
import { type ClientCertificate, fingerprintOf, type TlsTrust } from './tls-trust.ts';

export interface OriginPoolsSettings extends OriginPoolSettings {
  /** Most pools kept; exceeded only by pools in use. */
  readonly maxOrigins: number;
  /** Most connections of all pools together, ≥ 1. */
  readonly maxConnections: number;
  readonly trust: TlsTrust;
}

/** One pool per origin and TLS mode, made on first use, forgotten when its last connection closes. */
export class OriginPools implements OriginPoolOwner {
  readonly #settings: OriginPoolsSettings;
  readonly #pools = new Map<string, OriginPool>();
  /** The one idle for longest first. */
  readonly #idle = new Set<OriginPool>();
  /** They have exchanges waiting and no connection, the one that waits for longest first. */
  readonly #starving = new Set<OriginPool>();
  #connections = 0;
  /** Being closed; `close` waits for them. */
  readonly #closing = new Set<Promise<void>>();

  constructor(settings: OriginPoolsSettings) {
    this.#settings = settings;
  }

  /** Pools held, those being closed apart. */
  get size(): number {
    return this.#pools.size;
  }

  get isStarving(): boolean {
    return this.#starving.size > 0;
  }

  /**
   * @param insecureSsl - means nothing for http
   * @param certificate - the client's, or null; means nothing for http
   */
  of(target: Target, insecureSsl: boolean, certificate: ClientCertificate | null = null): OriginPool {
    const isInsecure = insecureSsl && target.secure;
    const own = target.secure ? certificate : null;
    // A space is in no origin.
    const kept = isInsecure ? `insecure ${target.origin}` : target.origin;
    const key = own === null ? kept : `${fingerprintOf(own)} ${kept}`;
    let pool = this.#pools.get(key);
    if (pool === undefined) {
      if (this.#pools.size >= this.#settings.maxOrigins) this.#closeLongestIdle();
      pool = new OriginPool(
        key,
        new Endpoint(target, isInsecure, this.#settings.trust.contextFor(own)),
        this.#settings,
        this,
      );
      this.#pools.set(key, pool);
    }
    return pool;
  }

  takeSlot(pool: OriginPool): boolean {
    if (this.#connections >= this.#settings.maxConnections && !this.#closeIdleBeside(pool)) return false;
    this.#connections += 1;
    this.#starving.delete(pool);
    return true;
  }

  freeSlot(): void {
    this.#connections -= 1;
    for (const pool of this.#starving) {
      if (this.#connections >= this.#settings.maxConnections) return;
      this.#starving.delete(pool);
      this.#connections += 1;
      if (!pool.onSlot()) this.#connections -= 1;
    }
  }

  onStarving(pool: OriginPool): void {
    this.#starving.add(pool);
  }

  onSated(pool: OriginPool): void {
    this.#starving.delete(pool);
  }

  #closeIdleBeside(pool: OriginPool): boolean {
    for (const other of this.#pools.values()) if (other !== pool && other.closeIdle()) return true;
    return false;
  }

  onUsed(pool: OriginPool): void {
    this.#idle.delete(pool);
  }

  onIdle(pool: OriginPool): void {
    if (this.#pools.get(pool.key) !== pool) return;
    this.#idle.add(pool);
    if (this.#pools.size > this.#settings.maxOrigins) this.#closeLongestIdle();
  }

  onEmpty(pool: OriginPool): void {
    this.#idle.delete(pool);
    if (this.#pools.get(pool.key) === pool) this.#pools.delete(pool.key);
  }

  /** Closes every pool; what is under way ends first. A pool asked for meanwhile is a new one. */
  async close(): Promise<void> {
    for (const pool of [...this.#pools.values()]) this.#close(pool);
    await Promise.all(this.#closing);
  }

  #closeLongestIdle(): void {
    const [oldest] = this.#idle;
    if (oldest !== undefined) this.#close(oldest);
  }

  #close(pool: OriginPool): void {
    this.#pools.delete(pool.key);
    this.#idle.delete(pool);
    const closed = pool.close().then(() => {
      this.#closing.delete(closed);
    });
    this.#closing.add(closed);
  }
}
