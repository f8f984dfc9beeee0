import type { Explanation, WebhookResource } from '@hookwright/core';
import { describe, expect, it } from 'vitest';
import { decisionLines } from './decision-lines.ts';
import { palette } from './palette.ts';

const webhook = (id: string, events: readonly string[], options: WebhookResource['options'] = {}): WebhookResource => ({
  id,
  url: 'http://127.0.0.1:1/',
  events,
  options,
  insecure_ssl: false,
  is_deleted: false,
  created: '',
  modified: '',
  application_id: null,
  client_id: null,
  is_delete_protected: false,
  status: 'active',
  settings: {},
  revision: 1,
});

const watching = { entity: { Opportunity: { 'on-field-change': ['closing_date', 'value'] } }, skip_keys: ['mine'] };
const webhooks = new Map([
  ['watcher', webhook('1', ['Opportunity.Update', 'Opportunity.*'], watching)],
  ['other', webhook('2', ['Lead.*'])],
]);

const lines = (explanations: readonly Explanation[], changes = 1) =>
  decisionLines({ event: 'Opportunity.Update', changes, explanations }, webhooks, palette(false));

describe('decisionLines', () => {
  it.each<{ explanation: Omit<Explanation, 'webhookId'>; line: string }>([
    {
      explanation: { decision: 'matched' },
      line: 'sent  watcher  matched: subscribes to Opportunity.Update, Opportunity.*',
    },
    {
      explanation: { decision: 'matched', held: true },
      line: 'sent  watcher  matched: subscribes to Opportunity.Update, Opportunity.*, but is paused',
    },
    {
      explanation: { decision: 'no-listed-field-changed' },
      line: 'not sent  watcher  no-listed-field-changed: it watches closing_date, value',
    },
    {
      explanation: { decision: 'skip-key' },
      line: 'not sent  watcher  skip-key: it skips changes made under "mine"',
    },
    {
      explanation: {
        decision: 'filter',
        mismatch: { field: 'status', operator: 'eq', wanted: 'Open', actual: 3 },
      },
      line: 'not sent  watcher  filter: status wanted eq "Open", actual 3 (Won)',
    },
    {
      explanation: {
        decision: 'filter',
        mismatch: { field: 'owner_id', operator: 'not-eq', wanted: ['a', 'b'], actual: undefined },
      },
      line: 'not sent  watcher  filter: owner_id wanted not-eq "a" or "b", actual nothing',
    },
    { explanation: { decision: 'disabled' }, line: 'not sent  watcher  disabled' },
  ])('tells $line', ({ explanation, line }) => {
    expect(lines([{ webhookId: '1', ...explanation }])).toEqual([line]);
  });

  it('tells that what matched was rolled back', () => {
    const explanations: Explanation[] = [{ webhookId: '2', decision: 'matched' }];
    const event = { event: 'Lead.Update', changes: 1, explanations, isUndone: true };
    expect(decisionLines(event, webhooks, palette(false))).toEqual([
      'not sent  other  matched: subscribes to Lead.*, but was rolled back',
    ]);
  });

  it('counts the changes of a batch, and those that do not listen together', () => {
    const explanations: Explanation[] = [
      { webhookId: '1', decision: 'disabled' },
      { webhookId: '2', decision: 'event-not-subscribed' },
      { webhookId: '1', decision: 'matched' },
      { webhookId: '2', decision: 'event-not-subscribed' },
    ];
    expect(lines(explanations, 2)).toEqual([
      'sent      watcher   1 × matched: subscribes to Opportunity.Update, Opportunity.*',
      'not sent  watcher   1 × disabled',
      'not sent  1 others  event-not-subscribed',
    ]);
  });
});
