import { type Catalog, crmCatalog, type Explanation, matchesEvent, type WebhookResource } from '@hookwright/core';

/** Why a webhook gets an event or does not: the engine's decision, and what led to it, in words. */
export function describeDecision(explanation: Explanation, event: string, webhook: WebhookResource): string {
  const reason = describeReason(explanation, event, webhook);
  return reason === null ? explanation.decision : `${explanation.decision}: ${reason}`;
}

function describeReason(
  { decision, mismatch, held }: Explanation,
  event: string,
  { events, options }: WebhookResource,
): string | null {
  const [entity = ''] = event.split('.');
  switch (decision) {
    case 'matched': {
      const patterns = events.filter((pattern) => matchesEvent(pattern, event));
      return `subscribes to ${patterns.join(', ')}${held ? ', but is paused' : ''}`;
    }
    case 'filter': {
      if (mismatch === undefined) return null;
      const { field, operator, wanted, actual } = mismatch;
      return `${field} wanted ${operator} ${show([wanted].flat())}, actual ${showActual(entity, field, actual)}`;
    }
    case 'no-listed-field-changed': {
      const watched = options.entity?.[entity]?.['on-field-change'];
      return watched === undefined ? null : `it watches ${[watched].flat().join(', ')}`;
    }
    case 'skip-key':
      return `it skips changes made under ${show(options.skip_keys ?? [])}`;
    case 'custom-entity-not-selected':
      return `it wants ${[options.custom_entity_api_name ?? []].flat().join(', ')}`;
    case 'event-not-subscribed':
    case 'not-visible':
    case 'disabled':
      return null;
  }
}

/** A value as the CRM's people know it: status 3 is Won. */
function showActual(entity: string, field: string, value: unknown): string {
  const name = (crmCatalog as Catalog).entities[entity]?.enums?.[field]?.[Number(value)];
  return name === undefined ? show([value]) : `${show([value])} (${name})`;
}

function show(values: readonly unknown[]): string {
  const texts = values.map((value) => (value === undefined ? 'nothing' : JSON.stringify(value)));
  // The first part of a UUID tells it from the others here.
  return texts.join(' or ').replace(/([0-9a-f]{8})(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '$1…');
}
