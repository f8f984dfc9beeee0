import 'reflect-metadata';
import { DataSource, type DataSourceOptions } from 'typeorm';
import type { PostgresConnection } from '../servers/postgres-server.ts';
import type { OrmHost } from './orm-host.ts';
import { typeormExecutor } from './typeorm-executor.ts';

export function typeormPostgresHost({
  connectionString: url,
  user: username,
  ...rest
}: PostgresConnection): Promise<OrmHost> {
  const place = url === undefined ? { ...rest, username } : { url };
  return typeormHost({ type: 'postgres', ...place } as DataSourceOptions);
}

export function typeormMysqlHost(url: string): Promise<OrmHost> {
  return typeormHost({ type: 'mysql', url });
}

async function typeormHost(options: DataSourceOptions): Promise<OrmHost> {
  const source = await new DataSource(options).initialize();
  return {
    name: 'TypeORM',
    transact: async (work) => {
      const runner = source.createQueryRunner();
      await runner.startTransaction();
      try {
        const result = await work({ handle: typeormExecutor(runner), run: (text) => runner.query(text) });
        await runner.commitTransaction();
        return result;
      } catch (cause) {
        await runner.rollbackTransaction();
        throw cause;
      } finally {
        await runner.release();
      }
    },
    close: () => source.destroy(),
  };
}
