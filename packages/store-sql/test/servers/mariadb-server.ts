import { createConnection } from 'mysql2/promise';
import { mariadbPrograms, startMariadb } from './private-mariadb.ts';

export interface MariadbServer {
  readonly url: string;
  /** Stops what the tests started, and nothing else. */
  close(): Promise<void>;
}

export const noMariadb =
  'no MariaDB: set HOOKWRIGHT_MYSQL_URL, start one on 127.0.0.1:3306, or install one (apt-get install -y mariadb-server)';

/** The server that the environment names, the one on the usual port if it lets us in, or one of our own; null where there is none. */
export async function findMariadb(): Promise<MariadbServer | null> {
  const close = async () => {};
  const url = process.env.HOOKWRIGHT_MYSQL_URL;
  if (url !== undefined) return { url, close };
  const usual = 'mysql://root@127.0.0.1:3306/test';
  if (await letsIn(usual)) return { url: usual, close };
  const programs = mariadbPrograms();
  return programs === null ? null : startMariadb(programs);
}

async function letsIn(uri: string): Promise<boolean> {
  try {
    const connection = await createConnection({ uri, connectTimeout: 2_000 });
    await connection.end();
    return true;
  } catch {
    return false;
  }
}
