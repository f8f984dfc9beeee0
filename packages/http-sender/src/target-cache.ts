import type { SendFailure } from '@hookwright/core';
import type { AddressGuard } from './address-guard.ts';
import { readTarget, type Target } from './target.ts';

/** Most urls remembered; the one read first leaves first. */
const maxTargets = 10_000;

/** Remembers what each url's text says: parsing costs a tenth of a request, and a webhook's url is sent to again and again. */
export class TargetCache {
  readonly #targets = new Map<string, Target | SendFailure>();
  readonly #guard: AddressGuard;

  constructor(guard: AddressGuard) {
    this.#guard = guard;
  }

  get(url: string): Target | SendFailure {
    const known = this.#targets.get(url);
    if (known !== undefined) return known;
    if (this.#targets.size >= maxTargets) {
      const [oldest] = this.#targets.keys();
      this.#targets.delete(oldest as string);
    }
    const target = readTarget(url, this.#guard);
    this.#targets.set(url, target);
    return target;
  }
}
