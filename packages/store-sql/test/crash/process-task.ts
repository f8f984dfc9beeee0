import type { CrashPlace } from './crash-place.ts';

/** What a process of the host is to do. */
export interface ProcessTask {
  /** Begins the names of its changes. */
  readonly name: string;
  readonly place: CrashPlace;
  readonly seed: number;
  readonly publishes: boolean;
  readonly delivers: boolean;
}

/** Enough tries, and soon enough, that no delivery is exhausted by what a receiver answers in between. */
export const crashRetry = { delaysMs: Array.from({ length: 40 }, (_, index) => Math.min(20 * (index + 1), 200)) };

/** One in eight is a creation, which the strict webhook hears of: one at a time is slow. */
export function changeName(host: string, count: number): string {
  return `${count % 8 === 0 ? 'create' : 'update'}-${host}-${count}`;
}

export function eventOf(change: string): 'Account.Create' | 'Account.Update' {
  return change.startsWith('create') ? 'Account.Create' : 'Account.Update';
}
