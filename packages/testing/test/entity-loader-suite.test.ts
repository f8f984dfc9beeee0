import type { EntityLoadAnswer, EntityLoader, EntityLoadRequest } from '@hookwright/core';
import { describe, expect, it } from 'vitest';
import { entityLoaderSuite, type RelationSample } from '../src/index.ts';
import { collectSuite, failuresOf } from './collect-suite.ts';

const accounts = new Map([
  ['a1', { id: 'a1', name: 'Acme' }],
  ['a2', { id: 'a2', name: 'Globex' }],
]);

const contacts = [
  { id: 'c1', account_id: 'a1', task_ids: ['t1', 't2'] },
  { id: 'c2', account_id: 'a2', task_ids: ['t3'] },
];
const lonely = { id: 'c3', account_id: null, task_ids: [] };

class Loader implements EntityLoader {
  async load(request: EntityLoadRequest): Promise<readonly EntityLoadAnswer[]> {
    return request.records.map((record) => this.answer(record as typeof lonely, request));
  }

  answer(record: typeof lonely, { tenant, entity, path }: EntityLoadRequest): EntityLoadAnswer {
    if (entity !== 'Contact') return undefined;
    if (path === 'account') return (tenant === 'acme' && accounts.get(record.account_id ?? '')) || null;
    if (path === 'tasks') return tenant === 'acme' ? record.task_ids.map((id) => ({ id })) : [];
    return undefined;
  }
}

class AnswersInItsOwnOrder extends Loader {
  override async load(request: EntityLoadRequest): Promise<readonly EntityLoadAnswer[]> {
    const answers = await super.load(request);
    return answers.toSorted((one, other) => JSON.stringify(one ?? null).localeCompare(JSON.stringify(other ?? null)));
  }
}

class LeavesOutTheEmpty extends Loader {
  override async load(request: EntityLoadRequest): Promise<readonly EntityLoadAnswer[]> {
    return (await super.load(request)).filter((answer) => answer !== null);
  }
}

class ThrowsAtUnknownPaths extends Loader {
  override answer(record: typeof lonely, request: EntityLoadRequest): EntityLoadAnswer {
    const answer = super.answer(record, request);
    if (answer === undefined) throw new Error(`no relation ${request.path}`);
    return answer;
  }
}

class CrossesTenants extends Loader {
  override answer(record: typeof lonely, request: EntityLoadRequest): EntityLoadAnswer {
    return super.answer(record, { ...request, tenant: 'acme' });
  }
}

class WritesIntoRecords extends Loader {
  override answer(record: typeof lonely, request: EntityLoadRequest): EntityLoadAnswer {
    const answer = super.answer(record, request);
    Object.assign(record, { [request.path]: answer });
    return answer;
  }
}

function failuresWith(createLoader: () => EntityLoader): Promise<readonly string[]> {
  const common = { tenant: 'acme', entity: 'Contact', otherTenant: 'globex' };
  const newSamples = (): readonly RelationSample[] => {
    const records = structuredClone(contacts);
    const emptyRecords = [structuredClone(lonely)];
    return ['account', 'tasks'].map((path) => ({ ...common, path, records, emptyRecords }));
  };
  return failuresOf(
    collectSuite((runner) => entityLoaderSuite(runner, { name: 'loader', createLoader, samples: newSamples() })),
  );
}

describe('entityLoaderSuite', () => {
  it('passes a loader that keeps the rules', async () => {
    expect(await failuresWith(() => new Loader())).toEqual([]);
  });

  it.each([
    { Broken: AnswersInItsOwnOrder, caughtBy: 'the answers are in the order of the records' },
    { Broken: LeavesOutTheEmpty, caughtBy: 'an empty relation is null, or no records, and keeps its place' },
    { Broken: ThrowsAtUnknownPaths, caughtBy: 'an unknown path is undefined for each record, and no error' },
    { Broken: CrossesTenants, caughtBy: 'another tenant gets none of them' },
    { Broken: WritesIntoRecords, caughtBy: 'the records are left as they are' },
  ])('catches a loader that is wrong: $Broken.name', async ({ Broken, caughtBy }) => {
    expect(await failuresWith(() => new Broken())).toContainEqual(expect.stringContaining(caughtBy));
  });
});
