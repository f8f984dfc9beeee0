import type { WebhookResource } from '@hookwright/core';
import { describe, expect, it } from 'vitest';
import type { ArrivedRequest } from '../receiver/messages.ts';
import type { ExpectedRequest } from './expected-request.ts';
import { judgeScene } from './judge-scene.ts';

const webhook: WebhookResource = {
  id: '018f0000-0000-7000-8000-000000000001',
  url: 'http://127.0.0.1:1/deals',
  events: ['Opportunity.*'],
  options: {},
  insecure_ssl: false,
  is_deleted: false,
  created: '2025-01-01 00:00:00.000000+00:00',
  modified: '2025-01-01 00:00:00.000000+00:00',
  application_id: null,
  client_id: null,
  is_delete_protected: false,
  status: 'active',
  settings: {},
  revision: 1,
};

const { is_delete_protected, status, settings, revision, ...block } = webhook;

const item = (entity: object, event = 'Opportunity.Update') => ({
  webhook: block,
  event,
  event_time: '2025-01-02 03:04:05.678000+00:00',
  team_space_id: 'acme',
  entity,
  related_entity: null,
});

const request = (body: unknown, changes: Partial<ArrivedRequest> = {}): ArrivedRequest => ({
  path: '/deals',
  arrivedAt: 0,
  webhookId: 'delivery-1',
  contentType: 'application/json',
  signatureProblem: null,
  body,
  answered: 200,
  ...changes,
});

const wanted = (entity: object): ExpectedRequest => ({
  webhook: 'deals',
  items: [{ event: 'Opportunity.Update', entity }],
});

const judge = (expected: readonly ExpectedRequest[], arrived: readonly ArrivedRequest[]) =>
  judgeScene({ expected, arrived, webhooks: new Map([['deals', webhook]]), tenant: 'acme' });

describe('judgeScene', () => {
  it('is content when exactly the expected requests came, in any order', () => {
    const arrived = [request([item({ id: 2 })]), request([item({ id: 1 })])];
    expect(judge([wanted({ id: 1 }), wanted({ id: 2 })], arrived)).toEqual({
      expected: 2,
      arrived: 2,
      signaturesRight: 2,
      problems: [],
    });
    expect(judge([], []).problems).toEqual([]);
  });

  it('compares records as JSON', () => {
    const body = [item({ id: 1, at: '2025-01-01T00:00:00.000Z' })];
    const entity = { at: new Date('2025-01-01T00:00:00Z'), id: 1, gone: undefined };
    expect(judge([wanted(entity)], [request(body)]).problems).toEqual([]);
  });

  const one = item({ id: 1 });
  it.each<{ fault: string; arrived: ArrivedRequest[]; problem: string }>([
    { fault: 'a missing request', arrived: [], problem: 'deals: expected 1 request, found 0 requests' },
    {
      fault: 'a request too many',
      arrived: [request([one]), request([one])],
      problem: 'deals: expected 1 request, found 2 requests (Opportunity.Update; Opportunity.Update)',
    },
    {
      fault: 'a request to an unknown address',
      arrived: [request([one]), request([], { path: '/nobody' })],
      problem: 'nobody: expected no request, found 1 to an unknown address',
    },
    {
      fault: 'a wrong signature',
      arrived: [request([one], { signatureProblem: 'No matching signature found' })],
      problem: 'deals: expected a right signature, found: No matching signature found',
    },
    {
      fault: 'no webhook-id',
      arrived: [request([one], { webhookId: null })],
      problem: 'deals: expected a webhook-id header, found none',
    },
    {
      fault: 'another content type',
      arrived: [request([one], { contentType: 'text/plain' })],
      problem: 'deals: expected JSON, found content-type text/plain',
    },
    {
      fault: 'another answer',
      arrived: [request([one], { answered: 410 })],
      problem: 'deals: expected the answer 200, found 410',
    },
    {
      fault: 'another record',
      arrived: [request([item({ id: 1, name: 'x' })])],
      problem: 'deals: body[0].entity.name: expected nothing, found "x"',
    },
    {
      fault: 'another event',
      arrived: [request([item({ id: 1 }, 'Opportunity.Won')])],
      problem: 'deals: body[0].event: expected "Opportunity.Update", found "Opportunity.Won"',
    },
    {
      fault: 'a notification too many',
      arrived: [request([one, one])],
      problem: 'deals: body.length: expected 1, found 2',
    },
    { fault: 'a body that is no list', arrived: [request(one)], problem: 'deals: body: expected [' },
    { fault: 'a body that is no JSON', arrived: [request('<html>')], problem: 'deals: body: expected [' },
    {
      fault: 'another tenant',
      arrived: [request([{ ...one, team_space_id: 'other' }])],
      problem: 'deals: body[0].team_space_id: expected "acme", found "other"',
    },
    {
      fault: 'no event time',
      arrived: [request([{ ...one, event_time: '2025-01-02T03:04:05Z' }])],
      problem: 'deals: body[0].event_time: expected an instant, found "2025-01-02T03:04:05Z"',
    },
    {
      fault: 'a secret in the webhook block',
      arrived: [request([{ ...one, webhook: { ...block, signature: 's' } }])],
      problem: 'deals: body[0].webhook.signature: expected nothing, found "s"',
    },
    {
      fault: 'other options in the webhook block',
      arrived: [request([{ ...one, webhook: { ...block, options: { chunk_size: 5 } } }])],
      problem: 'deals: body[0].webhook.options.chunk_size: expected nothing, found 5',
    },
  ])('tells of $fault', ({ arrived, problem }) => {
    expect(judge([wanted({ id: 1 })], arrived).problems).toEqual([expect.stringContaining(problem)]);
  });

  it('tells of a request that nobody expected', () => {
    expect(judge([], [request([one])]).problems).toEqual([
      'deals: expected 0 requests, found 1 request (Opportunity.Update)',
    ]);
  });
});
