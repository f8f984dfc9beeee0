import type { EntityLoader } from '@hookwright/core';
import type { CrmHandle } from './crm-database.ts';
import { toRecords } from './record.ts';
import { relatedRows } from './related-rows.ts';
import { findRelation } from './relations.ts';
import { Repository } from './repository.ts';

/** Gives the engine the records that a webhook's `expand` asks for: one query for each relation, however many records. */
export function crmLoader(reader: CrmHandle): EntityLoader<CrmHandle> {
  return {
    async load({ tenant, root, entity, path, records, transaction }) {
      const relation = findRelation(root === 'entity' ? entity : 'DocumentLink', path);
      // A path that this CRM does not know leaves the records as they are.
      if (relation === undefined) return records.map(() => undefined);
      // The transaction sees what it wrote itself, and nobody else does yet.
      const repository = new Repository(transaction ?? reader, tenant);
      return relatedRows(repository, relation, records).map((related) => {
        if (related === null) return null;
        const shown = toRecords(repository, relation.target, [related].flat());
        return relation.kind === 'many' ? shown : (shown[0] ?? null);
      });
    },
  };
}
