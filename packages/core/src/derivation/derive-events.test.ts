import { describe, expect, it } from 'vitest';
import type { EntityDefinition } from '../catalog/catalog.ts';
import { crmCatalog } from '../catalog/crm-catalog.ts';
import { deriveActions, possibleActions } from './derive-events.ts';

type Pair = { before: object | null; after: object | null };
const { Account, Opportunity, Lead, Quote, Note, CustomEntity } = crmCatalog.entities;

describe('deriveActions (EV-6)', () => {
  it.each<Pair & { name: string; entity?: EntityDefinition; expected: string[] }>([
    { name: 'no before', before: null, after: { status: 3 }, expected: ['Create'] },
    { name: 'no after', before: { status: 3 }, after: null, expected: ['Delete'] },
    { name: 'neither', before: null, after: null, expected: [] },
    { name: 'nothing differs', before: { a: 1, b: null }, after: { a: 1 }, expected: [] },
    { name: 'any field', before: { name: 'a' }, after: { name: 'b' }, expected: ['Update'] },
    { name: 'owner_id', before: { owner_id: 1 }, after: { owner_id: 2 }, expected: ['Update', 'OwnerChanged'] },
    {
      name: 'owner_id given for the first time',
      before: { owner_id: null },
      after: { owner_id: 2 },
      expected: ['Update', 'OwnerChanged'],
    },
    {
      name: 'the owner as a uri',
      before: { owner: 'u1' },
      after: { owner: 'u2' },
      expected: ['Update', 'OwnerChanged'],
    },
    {
      name: 'the same owner, expanded',
      before: { owner_id: 1, owner: 'u1' },
      after: { owner_id: 1, owner: { name: 'A' } },
      expected: ['Update'],
    },
    { name: 'step_id', before: { step_id: 1 }, after: { step_id: 2 }, expected: ['Update', 'Move'] },
    {
      name: 'step_id of an entity without Move',
      entity: Account,
      before: { step_id: 1 },
      after: { step_id: 2 },
      expected: ['Update'],
    },
    { name: 'won by number', before: { status: 1 }, after: { status: 3 }, expected: ['Update', 'Won'] },
    { name: 'won by name', before: { status: 'Open' }, after: { status: 'Won' }, expected: ['Update', 'Won'] },
    { name: 'won by numeric text', before: { status: '1' }, after: { status: '3' }, expected: ['Update', 'Won'] },
    {
      name: 'won and still won, differently said',
      before: { status: 3 },
      after: { status: 'Won' },
      expected: ['Update'],
    },
    { name: 'lost', before: { status: 1 }, after: { status: 2 }, expected: ['Update', 'Lost'] },
    {
      name: 'archived',
      before: { status: 1, is_archived: false },
      after: { status: 1, is_archived: true },
      expected: ['Update', 'Lost'],
    },
    {
      name: 'archived where it was null',
      before: { status: 1, is_archived: null },
      after: { status: 1, is_archived: true },
      expected: ['Update', 'Lost'],
    },
    {
      name: 'lost, then archived: once',
      before: { status: 2, is_archived: false },
      after: { status: 2, is_archived: true },
      expected: ['Update'],
    },
    {
      name: 'archived, then lost: once',
      before: { status: 1, is_archived: true },
      after: { status: 2, is_archived: true },
      expected: ['Update'],
    },
    {
      name: 'won, then archived',
      before: { status: 3, is_archived: false },
      after: { status: 3, is_archived: true },
      expected: ['Update'],
    },
    {
      name: 'won and archived at once',
      before: { status: 1, is_archived: false },
      after: { status: 3, is_archived: true },
      expected: ['Update', 'Won'],
    },
    {
      name: 'archived as won, then reopened',
      before: { status: 3, is_archived: true },
      after: { status: 1, is_archived: true },
      expected: ['Update', 'Lost'],
    },
    {
      name: 'a status that before lacks',
      before: { name: 'a' },
      after: { name: 'b', status: 3 },
      expected: ['Update'],
    },
    {
      name: 'is_archived that before lacks',
      before: { status: 1 },
      after: { status: 1, is_archived: true },
      expected: ['Update'],
    },
    {
      name: 'a lost status, is_archived lacking before',
      before: { status: 1 },
      after: { status: 2, is_archived: false },
      expected: ['Update', 'Lost'],
    },
    {
      name: 'all at once',
      before: { owner_id: 1, step_id: 1, status: 1 },
      after: { owner_id: 2, step_id: 2, status: 3 },
      expected: ['Update', 'OwnerChanged', 'Move', 'Won'],
    },
    {
      name: 'a quote',
      entity: Quote,
      before: { step_id: 1, status: 1 },
      after: { step_id: 2, status: 2 },
      expected: ['Update', 'Move', 'Lost'],
    },
    {
      name: 'a lead that is lost',
      entity: Lead,
      before: { status: 'Open' },
      after: { status: 'Lost' },
      expected: ['Update', 'Lost'],
    },
    {
      name: 'a lead that is archived',
      entity: Lead,
      before: { is_archived: false },
      after: { is_archived: 'true' },
      expected: ['Update', 'Lost'],
    },
    {
      name: 'a lead has no won',
      entity: Lead,
      before: { status: 1, is_archived: false },
      after: { status: 3, is_archived: true },
      expected: ['Update', 'Lost'],
    },
    {
      name: 'an entity without rules',
      entity: Note,
      before: { owner_id: 1 },
      after: { owner_id: 2 },
      expected: ['Update'],
    },
    {
      name: 'a custom entity',
      entity: CustomEntity,
      before: { owner_id: 1 },
      after: { owner_id: 2 },
      expected: ['Update', 'OwnerChanged'],
    },
    {
      name: 'a status that is an object',
      before: { status: 1 },
      after: { status: { toString: 3 } },
      expected: ['Update'],
    },
  ])('$name: $expected', ({ entity = Opportunity, before, after, expected }) => {
    expect(deriveActions(entity, before, after)).toEqual(expected);
    const possible = possibleActions(entity, before !== null, after !== null);
    expect(expected.filter((action) => !possible.includes(action))).toEqual([]);
  });

  it("follows a host's rules, each action once, and knows only the entity's actions", () => {
    const entity: EntityDefinition = {
      actions: ['Paid', 'Delete'],
      rules: [
        { action: 'Paid', when: (_before, after) => 'paid' in after },
        { action: 'Paid', when: () => true },
      ],
    };
    expect(deriveActions(entity, {}, { paid: true })).toEqual(['Paid']);
    expect(deriveActions(entity, null, {})).toEqual([]);
    expect(possibleActions(entity, true, true)).toEqual(['Paid']);
  });
});

describe('possibleActions', () => {
  it.each([
    { hasBefore: false, hasAfter: false, expected: [] },
    { hasBefore: false, hasAfter: true, expected: ['Create'] },
    { hasBefore: true, hasAfter: false, expected: ['Delete'] },
    { hasBefore: true, hasAfter: true, expected: ['Update', 'OwnerChanged', 'Move', 'Won', 'Lost'] },
  ])('before $hasBefore, after $hasAfter: $expected', ({ hasBefore, hasAfter, expected }) => {
    expect(possibleActions(Opportunity, hasBefore, hasAfter)).toEqual(expected);
    expect(possibleActions(Opportunity, hasBefore, hasAfter)).toBe(possibleActions(Opportunity, hasBefore, hasAfter));
  });
});
