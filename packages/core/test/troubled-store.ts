import { memoryStore } from '@hookwright/store-memory';
import type { WebhookStore } from '../src/index.ts';

type Method = {
  [Name in keyof WebhookStore]: WebhookStore[Name] extends (...args: never[]) => unknown ? Name : never;
}[keyof WebhookStore];

/** Stands in for a call: it may fail, wait, or change what comes back of `proceed()`. */
export type Trouble = (proceed: () => Promise<unknown>, ...args: readonly unknown[]) => unknown;

/** A memory store whose calls fail on cue. */
export interface TroubledStore {
  readonly store: WebhookStore;
  /** From now on, calls of `method` go through `trouble`. */
  trouble(method: Method, trouble: Trouble): void;
  /** From now on, all is well, or only `method`. */
  heal(method?: Method): void;
  /** How often a method was called. */
  calls(method: Method): number;
}

export function troubledStore(inner: WebhookStore = memoryStore()): TroubledStore {
  const troubles = new Map<string | symbol, Trouble>();
  const calls = new Map<string | symbol, number>();
  const store = new Proxy(inner, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        calls.set(name, (calls.get(name) ?? 0) + 1);
        const proceed = async (): Promise<unknown> => Reflect.apply(member, target, args);
        const trouble = troubles.get(name);
        return trouble === undefined ? Reflect.apply(member, target, args) : trouble(proceed, ...args);
      };
    },
  });
  return {
    store,
    trouble: (method, trouble) => void troubles.set(method, trouble),
    heal: (method) => {
      if (method === undefined) troubles.clear();
      else troubles.delete(method);
    },
    calls: (method) => calls.get(method) ?? 0,
  };
}

/** The store cannot be reached. */
export const unreachable: Trouble = () => Promise.reject(new Error('connection refused'));
