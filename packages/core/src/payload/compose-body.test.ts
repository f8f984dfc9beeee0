import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeliveryItem } from '../model/delivery.ts';
import { formatInstant } from '../model/format-instant.ts';
import { type BodyParts, composeBody, contentTypeOf, isSingle, itemBytes } from './compose-body.ts';

const eventTime = Date.UTC(2024, 6, 9, 12, 51, 48, 50);
const deliveryBodyId = '0193594c-4a00-7abc-8def-0123456789ab';
const webhookId = '0193594c-4a00-7abc-8def-000000000001';
const itemOf = (parts: Partial<DeliveryItem> = {}): DeliveryItem => ({
  event: 'Account.Create',
  eventTime,
  subject: 'a1',
  payloadId: 'p',
  ...parts,
});

function compose(parts: Partial<BodyParts>): string {
  return composeBody({
    format: 'crm',
    tenant: 'acme',
    deliveryBodyId,
    webhookId,
    webhookText: '{"id":"w"}',
    items: [itemOf()],
    payloadTexts: ['"entity":{"id":"a1"},"related_entity":null'],
    ...parts,
  });
}

const two: Partial<BodyParts> = {
  items: [itemOf(), itemOf({ event: 'Contact.Update', subject: null })],
  payloadTexts: ['"entity":{"id":"a1"},"related_entity":null', '"entity":{},"related_entity":{"x":1}'],
};

describe('composeBody', () => {
  it('PA-1, PA-4: is a list for crm, even of one, with exactly these keys in this order', () => {
    expect(compose({})).toBe(
      '[{"webhook":{"id":"w"},"event":"Account.Create","event_time":"2024-07-09 12:51:48.050000+00:00",' +
        '"team_space_id":"acme","entity":{"id":"a1"},"related_entity":null}]',
    );
  });

  it('PA-1: is a list of all for crm', () => {
    const body = JSON.parse(compose(two)) as readonly Record<string, unknown>[];
    expect(body.map(({ event, related_entity }) => [event, related_entity])).toEqual([
      ['Account.Create', null],
      ['Contact.Update', { x: 1 }],
    ]);
  });

  it('PA-6: is one object for standard', () => {
    expect(compose({ format: 'standard' })).toBe(
      '{"type":"Account.Create","timestamp":"2024-07-09T12:51:48.050Z","data":{"entity":{"id":"a1"},' +
        `"related_entity":null,"webhook_id":"${webhookId}","team_space_id":"acme"}}`,
    );
  });

  it('PA-6: is a batch for cloudevents, even of one', () => {
    expect(compose({ format: 'cloudevents' })).toBe(
      `[{"specversion":"1.0","id":"${deliveryBodyId}_0","source":"/acme","type":"Account.Create","subject":"a1",` +
        '"time":"2024-07-09T12:51:48.050Z","datacontenttype":"application/json",' +
        '"data":{"entity":{"id":"a1"},"related_entity":null}}]',
    );
  });

  it('PA-6: numbers the events of a batch and leaves out a subject that there is not', () => {
    const items = [...(two.items ?? []), itemOf({ subject: '' })];
    const payloadTexts = [...(two.payloadTexts ?? []), '"entity":{},"related_entity":null'];
    const body = JSON.parse(compose({ format: 'cloudevents', items, payloadTexts })) as readonly object[];
    expect(body.map((event) => [(event as { id: string }).id, 'subject' in event])).toEqual([
      [`${deliveryBodyId}_0`, true],
      [`${deliveryBodyId}_1`, false],
      [`${deliveryBodyId}_2`, false],
    ]);
  });

  it.each([
    { tenant: 'a/b c?#%', source: '/a%2Fb%20c%3F%23%25' },
    { tenant: 'ä', source: '/%C3%A4' },
    { tenant: 'a\ud800b', source: '/a%EF%BF%BDb' },
    { tenant: '😀', source: '/%F0%9F%98%80' },
  ])('PA-6: has a source that is a URI reference for tenant $tenant', ({ tenant, source }) => {
    expect(JSON.parse(compose({ format: 'cloudevents', tenant }))).toMatchObject([{ source }]);
  });

  it('PA-5: has the extras beside entity, in every format', () => {
    const extras = { changed_fields: ['a'], previous: { a: 1 } };
    const payloadTexts = [`"entity":{},"related_entity":null,${JSON.stringify(extras).slice(1, -1)}`];
    expect(JSON.parse(compose({ payloadTexts }))).toMatchObject([{ entity: {}, ...extras }]);
    expect(JSON.parse(compose({ format: 'standard', payloadTexts }))).toMatchObject({
      data: { entity: {}, ...extras },
    });
    expect(JSON.parse(compose({ format: 'cloudevents', payloadTexts }))).toMatchObject([
      { data: { entity: {}, ...extras } },
    ]);
  });

  it.each<{ name: string; parts: Partial<BodyParts> }>([
    { name: 'a single body of two items', parts: { ...two, format: 'standard' } },
    { name: 'a single body of none', parts: { format: 'standard', items: [], payloadTexts: [] } },
    { name: 'a text too few', parts: { ...two, payloadTexts: [] } },
    { name: 'a text too many', parts: { items: [] } },
  ])('refuses $name', ({ parts }) => {
    expect(() => compose(parts)).toThrow(RangeError);
  });

  it.each([
    { format: 'crm', contentType: 'application/json', single: false },
    { format: 'standard', contentType: 'application/json', single: true },
    { format: 'cloudevents', contentType: 'application/cloudevents-batch+json', single: false },
  ] as const)('PA-6: $format is $contentType, single: $single', ({ format, contentType, single }) => {
    expect(contentTypeOf(format)).toBe(contentType);
    expect(isSingle(format)).toBe(single);
  });
});

const text = fc.string({ unit: 'binary', maxLength: 12 });
const members = fc.record({ entity: fc.dictionary(text, fc.jsonValue()), related_entity: fc.constant(null) });
const notification = fc.record({
  item: fc.record({
    event: text,
    eventTime: fc.integer({ min: 0, max: 4_102_444_800_000 }),
    subject: fc.option(text),
    payloadId: fc.uuid(),
  }),
  payload: members,
});
const body = fc.record({
  tenant: text,
  webhookId: fc.uuid(),
  deliveryBodyId: fc.uuid(),
  webhook: fc.dictionary(text, fc.jsonValue()),
  notifications: fc.array(notification, { minLength: 1, maxLength: 12 }),
});
type Body = typeof body extends fc.Arbitrary<infer Value> ? Value : never;

function partsOf(format: BodyParts['format'], { webhook, notifications, ...rest }: Body): BodyParts {
  return {
    format,
    ...rest,
    webhookText: JSON.stringify(webhook),
    items: notifications.map(({ item }) => item),
    payloadTexts: notifications.map(({ payload }) => JSON.stringify(payload).slice(1, -1)),
  };
}

/** What a receiver reads: JSON has no negative zero. */
const asRead = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function bytesOf(parts: BodyParts): number {
  const { format, tenant, webhookId: id, webhookText, items, payloadTexts } = parts;
  const frame = { format, tenant, webhookId: id, webhookBytes: Buffer.byteLength(webhookText) };
  const sizes = items.map((item, index) => itemBytes(frame, item, Buffer.byteLength(payloadTexts[index] ?? ''), index));
  const sum = sizes.reduce((total, size) => total + size, 0);
  return isSingle(format) ? sum : sum + 1 + sizes.length;
}

describe('composeBody and itemBytes, whatever the parts', () => {
  it('PA-1, PA-3: crm', () => {
    fc.assert(
      fc.property(body, (given) => {
        const parts = partsOf('crm', given);
        const composed = composeBody(parts);
        const expected = given.notifications.map(({ item, payload }) => ({
          webhook: given.webhook,
          event: item.event,
          event_time: formatInstant(item.eventTime),
          team_space_id: given.tenant,
          ...payload,
        }));
        expect(composed).toBe(JSON.stringify(expected));
        expect(JSON.parse(composed)).toEqual(asRead(expected));
        expect(composeBody(parts)).toBe(composed);
        expect(bytesOf(parts)).toBe(Buffer.byteLength(composed));
      }),
    );
  });

  it('PA-6: standard', () => {
    fc.assert(
      fc.property(body, notification, (given, one) => {
        const parts = partsOf('standard', { ...given, notifications: [one] });
        const composed = composeBody(parts);
        const expected = {
          type: one.item.event,
          timestamp: new Date(one.item.eventTime).toISOString(),
          data: { ...one.payload, webhook_id: given.webhookId, team_space_id: given.tenant },
        };
        expect(composed).toBe(JSON.stringify(expected));
        expect(bytesOf(parts)).toBe(Buffer.byteLength(composed));
      }),
    );
  });

  it('PA-6: cloudevents', () => {
    fc.assert(
      fc.property(body, (given) => {
        const parts = partsOf('cloudevents', given);
        const composed = composeBody(parts);
        const expected = given.notifications.map(({ item, payload }, index) => ({
          specversion: '1.0',
          id: `${given.deliveryBodyId}_${index}`,
          source: `/${encodeURIComponent(given.tenant)}`,
          type: item.event,
          ...(item.subject ? { subject: item.subject } : {}),
          time: new Date(item.eventTime).toISOString(),
          datacontenttype: 'application/json',
          data: payload,
        }));
        expect(composed).toBe(JSON.stringify(expected));
        expect(bytesOf(parts)).toBe(Buffer.byteLength(composed));
      }),
    );
  });
});
