import { describe, expect, it } from 'vitest';
import { ValidationError } from '../errors/validation-error.ts';
import type { Catalog } from './catalog.ts';
import { crmCatalog } from './crm-catalog.ts';
import { defineCatalog } from './define-catalog.ts';

function pathsOf(definition: unknown): readonly string[] {
  try {
    defineCatalog(definition as Catalog);
  } catch (error) {
    if (ValidationError.is(error)) return error.issues.map((issue) => issue.path);
    throw error;
  }
  return [];
}

const entity = (definition: object): object => ({ entities: { Bid: { actions: ['Create'], ...definition } } });

describe('defineCatalog (EV-3)', () => {
  it('extends another by its entities', () => {
    const catalog = defineCatalog({ entities: { ...crmCatalog.entities, Invoice: { actions: ['Create', 'Paid'] } } });
    expect(catalog.entities.Invoice.actions).toEqual(['Create', 'Paid']);
    expect(catalog.entities.Account).toEqual(crmCatalog.entities.Account);
  });

  it('returns a frozen copy and leaves the definition as it is', () => {
    const definition: Catalog = { entities: { Bid: { actions: ['Create'], enums: { status: { 1: 'Open' } } } } };
    const catalog = defineCatalog(definition);
    expect(catalog).toEqual(definition);
    expect(Object.isFrozen(catalog.entities.Bid?.enums?.status)).toBe(true);
    expect(Object.isFrozen(definition.entities.Bid?.actions)).toBe(false);
  });

  it.each([
    { name: 'nothing', definition: undefined, paths: ['entities'] },
    { name: 'no entities', definition: { entities: {} }, paths: ['entities'] },
    { name: 'a list of entities', definition: { entities: [] }, paths: ['entities'] },
    { name: 'a dot in a name', definition: { entities: { 'A.b': { actions: ['Create'] } } }, paths: ['entities.A.b'] },
    { name: 'a star as name', definition: { entities: { '*': { actions: ['Create'] } } }, paths: ['entities.*'] },
    { name: 'no definition', definition: { entities: { Bid: null } }, paths: ['entities.Bid'] },
    { name: 'no actions', definition: { entities: { Bid: { actions: [] } } }, paths: ['entities.Bid.actions'] },
    { name: 'actions that are no list', definition: entity({ actions: 'Create' }), paths: ['entities.Bid.actions'] },
    {
      name: 'an action with a dot',
      definition: entity({ actions: ['Create', 'A.b', 5] }),
      paths: ['entities.Bid.actions[1]', 'entities.Bid.actions[2]'],
    },
    {
      name: 'an action twice',
      definition: entity({ actions: ['Create', 'Create'] }),
      paths: ['entities.Bid.actions[1]'],
    },
    {
      name: 'a rule for no action',
      definition: entity({ rules: [{ action: 'Won', when: () => true }] }),
      paths: ['entities.Bid.rules[0].action'],
    },
    {
      name: 'a rule without a test',
      definition: entity({ rules: [{ action: 'Create' }, null] }),
      paths: ['entities.Bid.rules[0].when', 'entities.Bid.rules[1].action', 'entities.Bid.rules[1].when'],
    },
    { name: 'rules that are no list', definition: entity({ rules: {} }), paths: ['entities.Bid.rules'] },
    {
      name: 'enums that are no maps',
      definition: entity({ enums: { status: [] } }),
      paths: ['entities.Bid.enums.status'],
    },
    { name: 'an empty enum', definition: entity({ enums: { status: {} } }), paths: ['entities.Bid.enums.status'] },
    { name: 'enums that are a list', definition: entity({ enums: ['status'] }), paths: ['entities.Bid.enums'] },
    {
      name: 'an enum of names to numbers',
      definition: entity({ enums: { status: { Open: 1 } } }),
      paths: ['entities.Bid.enums.status.Open', 'entities.Bid.enums.status.Open'],
    },
    {
      name: 'a name that is a number',
      definition: entity({ enums: { status: { 1: '2' } } }),
      paths: ['entities.Bid.enums.status.1'],
    },
    {
      name: 'one name for two numbers',
      definition: entity({ enums: { status: { 1: 'Open', 2: 'Open' } } }),
      paths: ['entities.Bid.enums.status.2'],
    },
    { name: 'custom that is no boolean', definition: entity({ custom: 'yes' }), paths: ['entities.Bid.custom'] },
  ])('rejects $name', ({ definition, paths }) => {
    expect(pathsOf(definition)).toEqual(paths);
  });

  it('reports all problems at once', () => {
    expect(pathsOf({ entities: { 'A.b': { actions: [] }, Bid: { actions: ['Create', 'Create'] } } })).toHaveLength(3);
  });
});
