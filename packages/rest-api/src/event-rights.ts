import { ValidationError } from '@hookwright/core';
import type { Caller } from './rest-api-options.ts';

/** @throws {@link ValidationError} for events to which the caller may not subscribe */
export function checkEventRights(input: unknown, { rights }: Caller): void {
  const allowed = rights?.events;
  const events = (input as { readonly events?: unknown } | null)?.events;
  if (allowed === undefined || !Array.isArray(events)) return;
  const issues = events.flatMap((event, index) => {
    if (typeof event !== 'string' || maysubscribe(event, allowed)) return [];
    const message = 'expected an event to which the caller may subscribe; GET /entities/WebhookEvents lists them';
    return [{ path: `events[${index}]`, code: 'INVALID_VALUE', message } as const];
  });
  if (issues.length > 0) throw new ValidationError(issues);
}

/** Whether all that `pattern` covers is covered by one of `allowed` (EV-1). */
export function maySubscribe(pattern: string, allowed: readonly string[]): boolean {
  const entity = pattern.split('.', 1)[0];
  return allowed.some((one) => one === '*' || one === pattern || one === `${entity}.*`);
}
