import type { Catalog } from '../catalog/catalog.ts';
import type { Findings } from './findings.ts';
import type { WebhookRules } from './webhook-rules.ts';

/** Warns of `options.entity` blocks that no event of the webhook can reach (OP-3, CE-3). */
export function checkEntityBlocks(
  rules: WebhookRules,
  events: readonly string[],
  catalog: Catalog,
  findings: Findings,
): void {
  const produced = new Set(events.map((pattern) => pattern.split('.', 1)[0] as string));
  const all = produced.has('*');
  const customEntities = Object.keys(catalog.entities).filter((name) => catalog.entities[name]?.custom === true);
  const customProduced = customEntities.some((name) => all || produced.has(name));
  for (const name of rules.entity.keys()) {
    const path = `options.entity.${name}`;
    if (Object.hasOwn(catalog.entities, name)) {
      if (!all && !produced.has(name)) findings.warn(path, `none of the events is of ${name}; the block has no effect`);
    } else if (!customProduced) {
      findings.warn(
        path,
        `the catalogue has no entity ${name}, and none of the events is of a custom entity; the block has no effect`,
      );
    } else if (rules.customEntityTypes.length > 0 && !rules.customEntityTypes.includes(name)) {
      findings.warn(path, `custom_entity_api_name leaves out ${name}; the block has no effect`);
    }
  }
}
