import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CrmDatabase } from './crm-database.ts';
import { Repository } from './repository.ts';

function openDatabase() {
  const database = new CrmDatabase();
  onTestFinished(() => database.close());
  const add = (name: string) => new Repository(database.writer, 'acme').insert('Client', { name, email: '' }, name);
  const committed = () => ['a', 'b', 'c'].filter((id) => new Repository(database.reader, 'acme').has('Client', id));
  return { database, add, committed };
}

describe('CrmDatabase', () => {
  it('runs transactions one after the other, though they await', async () => {
    const { database, add, committed } = openDatabase();
    const happened: string[] = [];
    const write = (name: string) =>
      database.transact(async () => {
        happened.push(`${name} begins`);
        add(name);
        await new Promise(setImmediate);
        // Nobody else sees it yet, and this one sees nothing of those that wait.
        expect(committed()).not.toContain(name);
        happened.push(`${name} ends`);
      });
    await Promise.all([write('a'), write('b'), write('c')]);
    expect(happened).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(committed()).toEqual(['a', 'b', 'c']);
  });

  it('keeps nothing of a transaction that failed, and all of the next', async () => {
    const { database, add, committed } = openDatabase();
    const failing = database.transact(async () => {
      add('a');
      await new Promise(setImmediate);
      throw new Error('no');
    });
    const next = database.transact(() => add('b'));
    await expect(failing).rejects.toThrow('no');
    await next;
    expect(committed()).toEqual(['b']);
    expect(database.writer.inTransaction).toBe(false);
  });

  it('survives a transaction that the database ended itself', async () => {
    const { database, add, committed } = openDatabase();
    const ended = database.transact(() => {
      database.writer.exec('ROLLBACK');
      throw new Error('full');
    });
    await expect(ended).rejects.toThrow('full');
    await database.transact(() => add('a'));
    expect(committed()).toEqual(['a']);
  });

  it('waits for what was begun, then removes its file', async () => {
    const { database, add } = openDatabase();
    const begun = database.transact(async () => {
      await new Promise(setImmediate);
      return add('a').id;
    });
    expect(existsSync(database.file)).toBe(true);
    await database.close();
    expect(await begun).toBe('a');
    expect(existsSync(dirname(database.file))).toBe(false);
    await expect(database.transact(() => add('b'))).rejects.toThrow('not open');
  });
});
