import { Endpoint } from './endpoint.ts';
import { OriginPool, type OriginPoolOwner, type OriginPoolSettings } from './origin-pool.ts';
import type { Target } from './target.ts';

export interface OriginPoolsSettings extends OriginPoolSettings {
  /** Most pools kept; exceeded only by pools in use. */
  readonly maxOrigins: number;
}

/** One pool per origin and TLS mode, made on first use, forgotten when its last connection closes. */
export class OriginPools implements OriginPoolOwner {
  readonly #settings: OriginPoolsSettings;
  readonly #pools = new Map<string, OriginPool>();
  /** The one idle for longest first. */
  readonly #idle = new Set<OriginPool>();
  /** Being closed; `close` waits for them. */
  readonly #closing = new Set<Promise<void>>();

  constructor(settings: OriginPoolsSettings) {
    this.#settings = settings;
  }

  /** Pools held, those being closed apart. */
  get size(): number {
    return this.#pools.size;
  }

  /** @param insecureSsl - means nothing for http */
  of(target: Target, insecureSsl: boolean): OriginPool {
    const isInsecure = insecureSsl && target.secure;
    // A space is in no origin.
    const key = isInsecure ? `insecure ${target.origin}` : target.origin;
    let pool = this.#pools.get(key);
    if (pool === undefined) {
      if (this.#pools.size >= this.#settings.maxOrigins) this.#closeLongestIdle();
      pool = new OriginPool(key, new Endpoint(target, isInsecure), this.#settings, this);
      this.#pools.set(key, pool);
    }
    return pool;
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
