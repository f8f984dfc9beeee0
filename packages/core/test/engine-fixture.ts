import { type Catalog, type crmCatalog, createWebhooks, type Webhooks, type WebhooksOptions } from '@hookwright/core';
import { memoryStore } from '@hookwright/store-memory';
import { type RecordingSender, recordingSender, seededRandom, type VirtualClock, virtualClock } from '@hookwright/testing';
