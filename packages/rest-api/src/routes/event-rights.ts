import { type Delivery, ValidationError, type WebhookResource } from '@hookwright/core';
import { forbidden } from '../errors/rest-error.ts';
import type { Caller } from '../rest-api-options.ts';

/** Whether all that `pattern` covers is covered by one of those that the caller may subscribe to (EV-1). */
export function maySubscribe(pattern: string, { rights }: Caller): boolean {
  const allOfEntity = `${pattern.split('.', 1)[0]}.*`;
  return (rights?.events ?? ['*']).some((allowed) => allowed === '*' || allowed === pattern || allowed === allOfEntity);
}

/** @throws {@link ValidationError} for events to which the caller may not subscribe */
export function checkEventRights(events: readonly string[] | undefined, caller: Caller): void {
  const issues = (events ?? []).flatMap((event, index) => {
    if (maySubscribe(event, caller)) return [];
    const message = 'expected an event to which the caller may subscribe; GET /entities/WebhookEvents lists them';
    return [{ path: `events[${index}]`, code: 'INVALID_VALUE', message } as const];
  });
  if (issues.length > 0) throw new ValidationError(issues);
}

/**
 * A webhook whose events are out of the caller's reach is not the caller's to change: with another url it would get them.
 *
 * @throws RestError 403
 */
export function requireEventRights({ events }: WebhookResource, caller: Caller): void {
  if (events.every((event) => maySubscribe(event, caller))) return;
  throw forbidden('this webhook has events to which the caller may not subscribe');
}

/**
 * What was delivered once may be of events that its webhook has no longer: sent again, it goes to today's url.
 *
 * @throws RestError 403
 */
export function requireDeliveryRights({ items }: Delivery, caller: Caller): void {
  if (items.every(({ event }) => maySubscribe(event, caller))) return;
  throw forbidden('this delivery has events to which the caller may not subscribe');
}
