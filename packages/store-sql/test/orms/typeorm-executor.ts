import type { QueryRunner } from 'typeorm';
import type { SqlExecutor } from '../../src/index.ts';

/** A query runner of TypeORM's with an open transaction, or `manager.queryRunner` within `dataSource.transaction`. */
export function typeormExecutor(runner: QueryRunner): SqlExecutor {
  return { execute: async (sql, parameters) => (await runner.query(sql, [...parameters], true)).records };
}
