import { describe, expect, it } from 'vitest';
import type { StoredWebhook } from '../model/stored-webhook.ts';
import { renderWebhookBlock } from './render-webhook-block.ts';
import { toWebhookResource } from './to-webhook-resource.ts';

const webhook: StoredWebhook = {
  id: '0193594c-4a00-7abc-8def-0123456789ab',
  tenant: 'acme',
  url: 'https://example.com/hook?a="b"',
  events: ['Account.*', 'Contact.Update'],
  options: { entity: { Contact: { 'load-only': 'id,name' } }, chunk_size: 5, unknown: [1, null] },
  insecureSsl: true,
  signature: 'b7e0a1c2-0000-4000-8000-00000000feed',
  secrets: [{ value: 'whsec_c2VjcmV0', expiresAt: null }],
  settings: { ordering: 'strict' },
  status: 'paused',
  statusSince: 3,
  deletedAt: null,
  isDeleteProtected: true,
  createdAt: Date.UTC(2024, 6, 9, 12, 51, 48, 50),
  modifiedAt: Date.UTC(2024, 6, 10),
  applicationId: '0193594c-4a00-7abc-8def-0000000000aa',
  clientId: null,
  revision: 7,
};

const block = {
  id: webhook.id,
  url: webhook.url,
  events: webhook.events,
  options: webhook.options,
  insecure_ssl: true,
  is_deleted: false,
  created: '2024-07-09 12:51:48.050000+00:00',
  modified: '2024-07-10 00:00:00.000000+00:00',
  application_id: webhook.applicationId,
  client_id: null,
};

describe('renderWebhookBlock', () => {
  it('PA-2, PA-4: shows these keys in this order and nothing else', () => {
    expect(renderWebhookBlock(webhook)).toBe(JSON.stringify(block));
  });

  it('PA-2: shows no secret', () => {
    expect(renderWebhookBlock(webhook)).not.toMatch(/feed|whsec|signature/);
  });

  it.each([
    { name: 'a deleted one', change: { deletedAt: 5 }, expected: { is_deleted: true } },
    { name: 'one without options', change: { options: {} }, expected: { options: {} } },
    { name: 'a client’s', change: { clientId: 'c' }, expected: { client_id: 'c' } },
    { name: 'one without application', change: { applicationId: null }, expected: { application_id: null } },
  ])('PA-2: shows $name', ({ change, expected }) => {
    expect(JSON.parse(renderWebhookBlock({ ...webhook, ...change }))).toEqual({ ...block, ...expected });
  });
});

describe('toWebhookResource', () => {
  it('RS-2: is the block and what the host may read beside it', () => {
    const resource = toWebhookResource(webhook);
    expect(resource).toEqual({
      ...block,
      is_delete_protected: true,
      revision: 7,
      status: 'paused',
      settings: { ordering: 'strict' },
    });
    expect(JSON.stringify(resource)).not.toMatch(/feed|whsec|signature/);
  });
});
