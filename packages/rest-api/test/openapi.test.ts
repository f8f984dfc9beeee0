import { createConfig, lintFromString } from '@redocly/openapi-core';
import { describe, expect, it } from 'vitest';
import { startRest } from './rest-fixture.ts';

async function document(basePath = '/api') {
  const { json } = await startRest({ basePath }).ask('GET', `${basePath}/openapi.json`, { as: null });
  return json;
}

describe('the document', () => {
  it('is OpenAPI 3.1 that a linter has nothing to say of', async () => {
    const config = await createConfig({ extends: ['recommended-strict'] });
    const problems = async (source: object) => {
      const found = await lintFromString({ source: JSON.stringify(source), config });
      return found.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`);
    };
    const written = await document();
    expect(await problems(written)).toEqual([]);
    // It does find what is wrong.
    const { securitySchemes: _, ...components } = written.components;
    expect(await problems({ ...written, components })).not.toEqual([]);
  });

  it('lists every operation under the base path of the host', async () => {
    const { paths, servers } = await document();
    const operations = Object.entries<object>(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(servers).toEqual([{ url: '/api' }]);
    expect(operations.sort()).toEqual([
      'DELETE /entities/Webhooks/{id}',
      'GET /entities/WebhookDeliveries/{id}',
      'GET /entities/WebhookEvents',
      'GET /entities/Webhooks',
      'GET /entities/Webhooks/{id}',
      'GET /entities/Webhooks/{id}/deliveries',
      'PATCH /entities/Webhooks/{id}',
      'POST /entities/WebhookDeliveries/{id}/resend',
      'POST /entities/Webhooks',
      'POST /entities/Webhooks/batch-delete',
      'POST /entities/Webhooks/batch-restore',
      'POST /entities/Webhooks/explain',
      'POST /entities/Webhooks/{id}/disable',
      'POST /entities/Webhooks/{id}/enable',
      'POST /entities/Webhooks/{id}/pause',
      'POST /entities/Webhooks/{id}/replay',
      'POST /entities/Webhooks/{id}/resend',
      'POST /entities/Webhooks/{id}/resume',
      'POST /entities/Webhooks/{id}/rotate-secret',
      'POST /entities/Webhooks/{id}/test',
    ]);
    expect((await document('')).servers).toEqual([{ url: '/' }]);
  });
});

describe('the page for people', () => {
  it('loads nothing from elsewhere, and may not', async () => {
    const { ask } = startRest({ basePath: '/api' });
    const page = await ask('GET', '/api/docs', { as: null });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(page.text).not.toMatch(/https?:/);
    expect((await ask('GET', '/api/docs/start.js', { as: null })).text).toContain('"/api/openapi.json"');
    for (const path of [
      '/api/docs/package.json',
      '/api/docs/../package.json',
      '/api/docs/%2e%2e/package.json',
      '/api/docs/',
    ]) {
      expect((await ask('GET', path, { as: null })).status, path).toBe(404);
    }
  });
});
