import type { StoredWebhook } from '@hookwright/core';
// The matching alone has no public door: it is measured where it stands.
import { crmCatalog } from '../../core/src/catalog/crm-catalog.ts';
import { eventIndex } from '../../core/src/catalog/event-name.ts';
import { ChangeSubject } from '../../core/src/matching/change-subject.ts';
import { TenantIndex } from '../../core/src/matching/tenant-index.ts';
import { opportunity, ownerId } from './sample-records.ts';

/** A webhook as a host would write it without an index: a pattern and a closure. */
interface PlainWebhook {
  readonly pattern: string;
  readonly filter: (record: Readonly<Record<string, unknown>>) => boolean;
}

export interface MatchWorld {
  /** Changes in one run of either function. */
  readonly changes: number;
  /** Webhooks that match, over all changes of a run. */
  readonly matches: number;
  readonly byIndex: () => number;
  readonly byLoop: () => number;
}

/** Of all webhooks of a world, one in this many has the change's owner. */
const owners = 1_000;

/** `count` webhooks of one tenant, each with an equality filter on `owner_id`: 0.1 % match a change, which goes through all owners. */
export function createMatchWorld(count: number, changes: number): MatchWorld {
  const index = new TenantIndex(crmCatalog, { changes: false });
  index.apply(
    count,
    Array.from({ length: count }, (_, number) => storedWebhook(number)),
  );
  const plain = Array.from({ length: count }, (_, number): PlainWebhook => {
    const owner = ownerId(number % owners);
    return { pattern: 'Opportunity.Update', filter: (record) => record.owner_id === owner };
  });
  const records = Array.from({ length: changes }, (_, number) => opportunity(number, (number * 7) % owners));
  const event = eventIndex(crmCatalog).get('Opportunity.Update');
  if (event === undefined) throw new Error('the catalogue has lost Opportunity.Update');
  const byIndex = (): number => {
    let matches = 0;
    for (const record of records) {
      matches += index.match(new ChangeSubject(event, null, record, null, null), []).length;
    }
    return matches;
  };
  const byLoop = (): number => {
    let matches = 0;
    for (const record of records) {
      const found: PlainWebhook[] = [];
      for (const webhook of plain) {
        if (webhook.pattern === 'Opportunity.Update' && webhook.filter(record)) found.push(webhook);
      }
      matches += found.length;
    }
    return matches;
  };
  const matches = byIndex();
  if (matches !== byLoop()) throw new Error('the index and the loop disagree');
  return { changes, matches, byIndex, byLoop };
}

function storedWebhook(number: number): StoredWebhook {
  return {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    tenant: 'acme',
    url: 'https://example.com/hook',
    events: ['Opportunity.Update'],
    options: { entity: { Opportunity: { filter: { owner_id: ownerId(number % owners) } } } },
    insecureSsl: false,
    signature: null,
    secrets: [],
    settings: {},
    status: 'active',
    statusSince: 0,
    deletedAt: null,
    isDeleteProtected: false,
    createdAt: 0,
    modifiedAt: 0,
    applicationId: null,
    clientId: null,
    revision: number + 1,
  };
}
