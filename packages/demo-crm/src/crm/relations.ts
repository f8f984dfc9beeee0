import type { Entity } from './entities.ts';

/** How the rows of one entity are tied to those of another. */
export interface Relation {
  readonly kind: 'one' | 'many';
  readonly target: Entity;
  /** The field with the id: of the row itself for `one`, of the target's rows for `many`. */
  readonly key: string;
}

const owner = { kind: 'one', target: 'Client', key: 'owner_id' } as const;
const account = { kind: 'one', target: 'Account', key: 'primary_account_id' } as const;
const contact = { kind: 'one', target: 'Contact', key: 'primary_contact_id' } as const;

const relations: Readonly<Record<Entity, Readonly<Record<string, Relation>>>> = {
  Client: {},
  Account: { owner },
  Contact: {
    owner,
    primary_account: account,
    task_relations: { kind: 'many', target: 'ActivityRelation', key: 'contact_id' },
  },
  Opportunity: { owner, primary_account: account, primary_contact: contact },
  Lead: { owner, primary_contact: contact },
  Task: { owner },
  ActivityRelation: {
    task: { kind: 'one', target: 'Task', key: 'task_id' },
    contact: { kind: 'one', target: 'Contact', key: 'contact_id' },
  },
  DocumentLink: { contact: { kind: 'one', target: 'Contact', key: 'contact_id' } },
  CE_Bid: { opportunity: { kind: 'one', target: 'Opportunity', key: 'opportunity_id' } },
  CE_Campaign: { owner },
};

export function relationsOf(entity: Entity): readonly (readonly [name: string, Relation])[] {
  return Object.entries(relations[entity]);
}

/** The relation at the end of a path such as `task_relations.task`, or undefined where there is none. */
export function findRelation(root: string, path: string): Relation | undefined {
  let entity = root;
  let found: Relation | undefined;
  for (const name of path.split('.')) {
    const named: Readonly<Record<string, Relation>> = isEntity(entity) ? relations[entity] : {};
    found = Object.hasOwn(named, name) ? named[name] : undefined;
    if (found === undefined) return undefined;
    entity = found.target;
  }
  return found;
}

function isEntity(name: string): name is Entity {
  return Object.hasOwn(relations, name);
}
