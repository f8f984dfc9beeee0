import type { NewDelivery } from '@hookwright/core';
import { seededRandom } from '@hookwright/testing';
import { expect, it } from 'vitest';
import { DeliveryRow } from './delivery-row.ts';
import { DeliveryTimeline } from './delivery-timeline.ts';
import { Lane } from './lane.ts';

const lane = new Lane<DeliveryRow>({
  id: 'webhook',
  tenant: 'acme',
  url: 'https://receiver.test/',
  events: ['*'],
  options: {},
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
  revision: 1,
});

function newRow(sequence: number): DeliveryRow {
  const id = `delivery ${sequence}`;
  const source: NewDelivery = {
    id,
    webhookId: 'webhook',
    webhookRevision: 1,
    format: 'crm',
    items: [],
    dueAt: 0,
    resendOf: null,
    bodyId: id,
  };
  return new DeliveryRow({ source, lane, sequence, createdAt: 0, webhookText: '', payloadTexts: [], batch: null });
}

it.each(Array.from({ length: 10 }, (_, seed) => ({ seed })))(
  'finds every delivery that is kept and no other, whenever it is asked (seed $seed)',
  ({ seed }) => {
    const random = seededRandom(seed);
    const timeline = new DeliveryTimeline();
    const kept: DeliveryRow[] = [];
    const gone: DeliveryRow[] = [];
    for (let step = 1; step < 500; step += 1) {
      const draw = random.number();
      if (draw < 0.5) {
        const row = newRow(step);
        timeline.append(row);
        kept.push(row);
      } else if (draw < 0.8) {
        const [row] = kept.splice(Math.floor(random.number() * kept.length), 1);
        if (row === undefined) continue;
        timeline.remove(row);
        gone.push(row);
      } else {
        const row = kept[Math.floor(random.number() * kept.length)];
        if (row !== undefined) expect(timeline.find(row.source.id)).toBe(row);
        const absent = gone[Math.floor(random.number() * gone.length)];
        if (absent !== undefined) expect(timeline.find(absent.source.id)).toBeUndefined();
      }
    }
    for (const row of kept) expect(timeline.find(row.source.id)).toBe(row);
    for (const row of gone) expect(timeline.find(row.source.id)).toBeUndefined();
    const query = { webhookId: null, statuses: null, createdFrom: null, createdUntil: null } as const;
    const page = timeline.page({ ...query, order: 'oldest-first', after: null, limit: 1_000 });
    expect(page.items.map(({ id }) => id)).toEqual(kept.map(({ source }) => source.id));
  },
);
