import { afterAll, beforeAll, describe } from 'vitest';
import type { DatabaseKind, TestDatabase } from './test-database.ts';

/** In ms: for a machine that has much else to do. */
const timeout = 20_000;

/**
 * Files the same tests for each kind of database.
 *
 * @param body - files them; `database` is for use within tests
 */
export function describeDatabases(
  kinds: readonly DatabaseKind[],
  body: (database: () => TestDatabase, kind: DatabaseKind) => void,
): void {
  for (const kind of kinds) {
    const { missing } = kind;
    describe.skipIf(missing !== null)(missing === null ? kind.name : `${kind.name}: ${missing}`, { timeout }, () => {
      let database: TestDatabase | null = null;
      beforeAll(async () => {
        database = await kind.open();
      });
      afterAll(async () => {
        await database?.close();
        await kind.close();
      });
      body(() => database ?? unopened(), kind);
    });
  }
}

function unopened(): never {
  throw new Error('the database is there within tests alone');
}
