// Writes the types that the client in these tests is checked against, made of the document. `npm run types` does it first, and lint.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createWebhooks } from '@hookwright/core';
import { memoryStore } from '@hookwright/store-memory';
import { recordingSender } from '@hookwright/testing';
import openapiTS, { astToString } from 'openapi-typescript';
import { createRestApi } from '../src/index.ts';

const webhooks = createWebhooks({ store: memoryStore(), senders: [recordingSender()] });
const api = createRestApi({ webhooks, authenticate: () => null, basePath: '/api' });
const document = await (await api(new Request('http://localhost/api/openapi.json'))).text();
const folder = new URL('./client/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('webhooks-paths.d.ts', folder), astToString(await openapiTS(document)));
