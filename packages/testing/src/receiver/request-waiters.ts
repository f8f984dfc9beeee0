import type { ReceivedRequest } from './received-request.ts';

interface Waiter {
  readonly count: number;
  readonly resolve: (requests: readonly ReceivedRequest[]) => void;
  readonly reject: (reason: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** Those who wait for a number of requests. */
export class RequestWaiters {
  readonly #waiters = new Set<Waiter>();

  wait(requests: readonly ReceivedRequest[], count: number, timeoutMs: number): Promise<readonly ReceivedRequest[]> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter);
        const seen = requests.map(({ method, path }) => `${method} ${path}`).join(', ') || 'none';
        reject(new Error(`expected ${count} requests within ${timeoutMs} ms, got ${requests.length}: ${seen}`));
      }, timeoutMs);
      const waiter = { count, resolve, reject, timer };
      this.#waiters.add(waiter);
      this.check(requests);
    });
  }

  check(requests: readonly ReceivedRequest[]): void {
    for (const waiter of this.#waiters) {
      if (requests.length < waiter.count) continue;
      this.#end(waiter);
      waiter.resolve(requests.slice(0, waiter.count));
    }
  }

  fail(reason: Error): void {
    for (const waiter of this.#waiters) {
      this.#end(waiter);
      waiter.reject(reason);
    }
  }

  #end(waiter: Waiter): void {
    clearTimeout(waiter.timer);
    this.#waiters.delete(waiter);
  }
}
