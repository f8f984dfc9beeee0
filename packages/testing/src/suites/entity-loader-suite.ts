import assert from 'node:assert/strict';
import type { EntityLoadAnswer, EntityLoader, EntityLoadRequest, WebhookRecord } from '@hookwright/core';
import type { SuiteRunner } from './suite-runner.ts';

/** A relation that the loader knows, with records of the host that bear it. */
export interface RelationSample {
  readonly tenant: string;
  readonly clientId?: string | null | undefined;
  /** `Contact`, or a custom entity's type, `CE_Bid`. */
  readonly entity: string;
  /** Default `'entity'`. */
  readonly root?: 'entity' | 'related_entity' | undefined;
  /** From the root: `account`, `task_relations.task`. */
  readonly path: string;
  /** At least two records that bear the path's last relation, with different answers. */
  readonly records: readonly WebhookRecord[];
  /** Records whose relation is empty: the answer is null, or an empty list for a relation to many. */
  readonly emptyRecords?: readonly WebhookRecord[] | undefined;
  /** A tenant that has none of these records: it is to get none of them. */
  readonly otherTenant?: string | undefined;
}

export interface EntityLoaderSuiteOptions<Tx> {
  /** What the tests are filed under. */
  readonly name: string;
  createLoader(): EntityLoader<Tx> | Promise<EntityLoader<Tx>>;
  /** At least one. */
  readonly samples: readonly RelationSample[];
}

/** What every {@link EntityLoader} does, shown with relations of the host's own. */
export function entityLoaderSuite<Tx>({ describe, it }: SuiteRunner, options: EntityLoaderSuiteOptions<Tx>): void {
  describe(options.name, () => {
    for (const sample of options.samples) {
      describe(`${sample.entity} ${sample.path}`, () => {
        const test = (name: string, body: (scene: LoaderScene) => Promise<void>) =>
          it(name, async () => body(newScene(await options.createLoader(), sample)));
        sampleTests(test, sample);
      });
    }
  });
}

interface LoaderScene {
  load(records: readonly WebhookRecord[], overrides?: Partial<EntityLoadRequest>): Promise<readonly EntityLoadAnswer[]>;
}

function sampleTests(
  test: (name: string, body: (scene: LoaderScene) => Promise<void>) => void,
  sample: RelationSample,
) {
  const { records, emptyRecords = [], otherTenant } = sample;
  // Taken before any test: what one of them writes into a record, the next would not see as a change.
  const before = JSON.stringify(records);

  test('there is one answer for each record, and it is a record or records', async ({ load }) => {
    assert.ok(records.length >= 2, 'a sample needs at least two records');
    const answers = await load(records);
    assert.equal(answers.length, records.length);
    for (const answer of answers) {
      assert.ok(
        typeof answer === 'object' && answer !== null,
        `expected what the relation holds, got ${String(answer)}`,
      );
      for (const record of Array.isArray(answer) ? answer : [answer]) assert.equal(typeof record, 'object');
    }
  });

  test('the answers are in the order of the records', async ({ load }) => {
    const answers = await load(records);
    assert.notDeepEqual(answers[0], answers[1], 'a sample needs records with different answers');
    assert.deepEqual(await load(records.toReversed()), answers.toReversed());
  });

  test('a record’s answer does not depend on the others', async ({ load }) => {
    const answers = await load(records);
    for (const [index, record] of records.entries()) assert.deepEqual(await load([record]), [answers[index]]);
  });

  test('the records are left as they are', async ({ load }) => {
    await load(records);
    assert.equal(JSON.stringify(records), before);
  });

  test('an unknown path is undefined for each record, and no error (EX-3)', async ({ load }) => {
    const answers = await load(records, { path: 'no_such_relation' });
    assert.deepEqual(
      answers,
      records.map(() => undefined),
    );
  });

  test('an unknown entity is undefined for each record, and no error (EX-3)', async ({ load }) => {
    const answers = await load(records, { entity: 'NoSuchEntity' });
    assert.deepEqual(
      answers,
      records.map(() => undefined),
    );
  });

  if (emptyRecords.length > 0) {
    test('an empty relation is null, or no records, and keeps its place', async ({ load }) => {
      const answers = await load([...emptyRecords, ...records]);
      for (const answer of answers.slice(0, emptyRecords.length)) {
        assert.ok(answer === null || (Array.isArray(answer) && answer.length === 0), `got ${JSON.stringify(answer)}`);
      }
      assert.deepEqual(answers.slice(emptyRecords.length), await load(records));
    });
  }

  if (otherTenant !== undefined) {
    test('another tenant gets none of them', async ({ load }) => {
      for (const answer of await load(records, { tenant: otherTenant })) {
        assert.ok(answer === null || answer === undefined || (Array.isArray(answer) && answer.length === 0));
      }
    });
  }
}

function newScene<Tx>(loader: EntityLoader<Tx>, sample: RelationSample): LoaderScene {
  const { tenant, clientId = null, entity, root = 'entity', path } = sample;
  const base = { tenant, clientId, entity, root, path, transaction: undefined };
  return {
    load: (records, overrides) =>
      loader.load({ ...base, records, ...overrides, signal: new AbortController().signal, transaction: undefined }),
  };
}
