import { afterAll, describe, expect, it } from 'vitest';
import { insertInitialData } from '../day/initial-data.ts';
import { CrmDatabase, type CrmHandle } from './crm-database.ts';
import { crmLoader } from './crm-loader.ts';
import type { Entity } from './entities.ts';
import { toRecord } from './record.ts';
import { Repository } from './repository.ts';

const database = new CrmDatabase();
afterAll(() => database.close());
const repository = new Repository(database.writer, 'acme');
const data = insertInitialData(repository);
const loader = crmLoader(database.reader);
const shown = (entity: Entity, id: string) => toRecord(repository, entity, repository.get(entity, id));

const load = (
  path: string,
  records: readonly object[],
  { root = 'entity', transaction }: { root?: 'entity' | 'related_entity'; transaction?: CrmHandle } = {},
) =>
  loader.load({
    tenant: 'acme',
    clientId: null,
    entity: 'Contact',
    root,
    path,
    records,
    transaction,
    signal: new AbortController().signal,
  });

describe('crmLoader', () => {
  const tess = shown('Contact', data.tess);
  const loner = { ...tess, id: 'nobody', primary_account_id: null };

  it('answers for each record in order: one, none, many, none of many', async () => {
    expect(await load('primary_account', [loner, tess])).toEqual([null, shown('Account', data.northwind)]);
    const [relations, none] = await load('task_relations', [tess, loner]);
    expect(relations).toMatchObject(data.tasks.map((task_id) => ({ contact_id: data.tess, task_id })));
    expect(none).toEqual([]);
  });

  it('follows a path from its root', async () => {
    const [relations] = await load('task_relations', [tess]);
    const tasks = data.tasks.map((id) => shown('Task', id));
    expect(await load('task_relations.task', [relations ?? []].flat())).toEqual(tasks);
    expect(await load('contact', [{ contact_id: data.tess }], { root: 'related_entity' })).toEqual([tess]);
  });

  it('sees what the transaction wrote, and only in it', async () => {
    const undone = database.transact(async (transaction) => {
      const own = new Repository(transaction, 'acme');
      own.update('Account', data.northwind, { city: 'Tromsø' });
      const added = own.insert('Account', { name: 'Fjord Foods', city: 'Oslo', owner_id: data.ann });
      const records = [tess, { ...tess, id: 'new', primary_account_id: added.id }];
      expect(await load('primary_account', records, { transaction })).toMatchObject([
        { city: 'Tromsø' },
        { id: added.id },
      ]);
      expect(await load('primary_account', records)).toMatchObject([{ city: 'Bergen' }, null]);
      throw new Error('enough');
    });
    await expect(undone).rejects.toThrow('enough');
    expect(await load('primary_account', [tess])).toMatchObject([{ city: 'Bergen' }]);
  });

  it.each(['primary_contact', 'task_relations.nothing', 'nothing.task', 'constructor'])(
    'leaves the records as they are for the unknown path %s',
    async (path) => {
      expect(await load(path, [tess, loner])).toEqual([undefined, undefined]);
    },
  );
});

describe('a record', () => {
  it('shows its relations as addresses in the API', () => {
    const tess = shown('Contact', data.tess);
    expect(tess).toMatchObject({
      owner: `/entities/Clients/${data.ann}`,
      primary_account: `/entities/Accounts/${data.northwind}`,
      task_relations: [expect.stringMatching(/^\/entities\/ActivityRelations\//), expect.any(String)],
    });
    expect(
      shown('CE_Bid', repository.insert('CE_Bid', { name: '', amount: 0, opportunity_id: null }).id),
    ).toMatchObject({ opportunity: null });
  });
});
