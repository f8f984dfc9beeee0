import type { WebhookStore } from '@hookwright/core';

/** A store that notes the name of each operation it is asked for. */
export function traceStore(store: WebhookStore): { readonly store: WebhookStore; readonly asked: string[] } {
  const asked: string[] = [];
  const traced = new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...args: readonly unknown[]): unknown => {
        asked.push(String(name));
        return Reflect.apply(value, target, args);
      };
    },
  });
  return { store: traced, asked };
}
