import type { Catalog } from '../catalog/catalog.ts';
import type { crmCatalog } from '../catalog/crm-catalog.ts';
import { TenantIndex } from '../matching/tenant-index.ts';
import { SecretVault } from '../signing/secret-vault.ts';
import { CallContexts } from './call-context.ts';
import { Aftermath } from './delivering/aftermath.ts';
import { Courier } from './delivering/courier.ts';
import { Dispatcher } from './delivering/dispatcher.ts';
import { Retention } from './delivering/retention.ts';
import { Settler } from './delivering/settler.ts';
import { Engine } from './engine.ts';
import { EventHub } from './event-hub.ts';
import { DeliveriesService } from './managing/deliveries-service.ts';
import { RegistryService } from './managing/registry-service.ts';
import { SecretIssuer } from './managing/secret-issuer.ts';
import { SecretResealer } from './managing/secret-resealer.ts';
import { UrlChecker } from './managing/url-checker.ts';
import { WebhookCreator } from './managing/webhook-creator.ts';
import { WebhookEditor } from './managing/webhook-editor.ts';
import { WebhookLister } from './managing/webhook-lister.ts';
import { BatchComposer } from './publishing/batch-composer.ts';
import { ChangeReader } from './publishing/change-reader.ts';
import { Explainer } from './publishing/explainer.ts';
import { Publisher } from './publishing/publisher.ts';
import { TenantCache } from './publishing/tenant-cache.ts';
import { TestPublisher } from './publishing/test-publisher.ts';
import { resolveOptions } from './resolve-options.ts';
import { SenderTable } from './sender-table.ts';
import { Timekeeper } from './timekeeper.ts';
import type { Webhooks } from './webhooks.ts';
import type { WebhooksOptions } from './webhooks-options.ts';

/**
 * Builds an engine over a store and senders. Opens nothing and starts nothing: `publish` works at once, delivery begins with
 * `start()` or `drain()`, here or in another process that shares the store.
 *
 * @throws {@link ValidationError} for options that are missing or out of bounds, all at once
 */
export function createWebhooks<const C extends Catalog = typeof crmCatalog, Tx = never>(
  options: WebhooksOptions<C, Tx>,
): Webhooks<C, Tx> {
  const settings = resolveOptions(options);
  const { store, senders, entities: loader, canSee } = options;
  const { catalog, clock, random, limits, dispatch, retry, attempts } = settings;

  const events = new EventHub();
  const table = new SenderTable(senders);
  const time = new Timekeeper(clock);
  const contexts = new CallContexts(options.context, settings.tenancy);
  const reader = new ChangeReader(catalog);
  const vault = new SecretVault(settings.keyRing);
  const maxWebhooks = limits.maxWebhooksPerTenant;
  const reservedHeaders = new Set(Object.values(settings.headerNames).map((name) => name.toLowerCase()));
  const optionsBounds = { maxBytes: limits.maxOptionsBytes, maxDepth: limits.maxOptionsDepth };
  const secrets = new SecretIssuer(random, settings.rotationOverlapMs);
  const urls = new UrlChecker(table, events);
  const editor = new WebhookEditor({ store, time, events, vault, maxWebhooks });
  const composer = new BatchComposer({ random, format: settings.format, maxBodyBytes: limits.maxBodyBytes });
  const compile = { changes: settings.changes };
  const cache = new TenantCache(store, clock, settings.webhookCache, () => new TenantIndex(catalog, compile));
  const { expandTimeoutMs: timeoutMs, maxExpandedBytes, maxRecordBytes, maxChanges } = limits;
  const expansion = loader === undefined ? undefined : { loader, clock, events, timeoutMs, maxExpandedBytes };
  const publishing = { maxRecordBytes, maxChanges, validate: settings.validate, canSee, expansion };

  const creator = new WebhookCreator({ store, time, random, secrets, vault, urls, maxWebhooks, bounds: optionsBounds });
  const registry = new RegistryService<C, Tx>({
    time,
    contexts,
    editor,
    creator,
    lister: new WebhookLister({ store, time, contexts, editor }),
    resealer: new SecretResealer(store, editor, vault),
    secrets,
    vault,
    urls,
    tests: new TestPublisher({ catalog, store, time, random, reader, composer }),
    settings: {
      catalog,
      schemes: table.schemes,
      applicationId: settings.applicationId,
      maxEvents: limits.maxEventsPerWebhook,
      optionsBounds,
      headerRules: {
        allowAuthorization: settings.allowAuthorization,
        reserved: reservedHeaders,
      },
    },
  });

  const aftermath = new Aftermath(events, time, editor);
  const settler = new Settler(store, time, events, (tries, results) => {
    aftermath.of(tries, results);
    dispatcher.wake();
  });
  const courier = new Courier({
    senders: table,
    timeoutMs: dispatch.timeoutMs,
    vendorEncoding: settings.vendorEncoding,
    time,
    vault,
    headerNames: settings.headerNames,
    reservedHeaders,
  });
  const dispatcher = new Dispatcher({
    store,
    time,
    events,
    courier,
    settler,
    editor,
    random,
    settings: { ...dispatch, retry, attempts },
  });

  return new Engine<C, Tx>({
    store,
    senders,
    time,
    events,
    registry,
    deliveries: new DeliveriesService({ store, time, random, contexts, editor }),
    publisher: new Publisher({ store, time, contexts, cache, reader, composer, settings: publishing }),
    explainer: new Explainer({ catalog, time, contexts, cache, reader, settings: publishing }),
    dispatcher,
    retention: new Retention(store, time, events, settings.retentionDays),
  });
}
