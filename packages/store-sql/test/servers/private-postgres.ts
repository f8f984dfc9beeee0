import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import type { PostgresServer } from './postgres-server.ts';
import { serverUser } from './server-user.ts';

/** A cluster of the tests' own, with the defaults of PostgreSQL: what is committed is on the disk. */
export interface PrivatePostgres extends PostgresServer {
  /** As after a crash: nothing is written back, every connection is cut, and it recovers from its log. */
  restartImmediately(): Promise<void>;
}

const run = promisify(execFile);
const installed = '/usr/lib/postgresql';

/** The folder of `initdb` and `pg_ctl`, or null where PostgreSQL's server is not installed. */
export function postgresPrograms(): string | null {
  const versions = existsSync(installed) ? readdirSync(installed).sort((a, b) => Number(b) - Number(a)) : [];
  const initdb = findProgram(
    'initdb',
    versions.map((version) => join(installed, version, 'bin')),
  );
  return initdb === null ? null : dirname(initdb);
}

/** Makes and starts a cluster on a free port. @param programs - of {@link postgresPrograms} */
export async function startPostgres(programs: string): Promise<PrivatePostgres> {
  const user = serverUser('postgres');
  const folder = mkdtempSync(join(tmpdir(), 'hookwright-postgres-'));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const program = (name: string, ...args: readonly string[]) =>
    run(join(programs, name), ['-D', data, ...args], { cwd: folder, ...user });
  const control = (...args: readonly string[]) => program('pg_ctl', '-w', '-s', ...args);
  const port = await freePort();
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    await program('initdb', '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync');
    const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder}`;
    await control('-l', join(folder, 'log'), '-o', options, 'start');
  } catch (cause) {
    remove();
    throw cause;
  }
  return {
    connection: { host: '127.0.0.1', port, user: 'postgres', database: 'postgres' },
    restartImmediately: async () => {
      await control('-m', 'immediate', 'restart', '-l', join(folder, 'log'));
    },
    close: async () => {
      await control('-m', 'immediate', 'stop');
      remove();
    },
  };
}
