import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { answers } from './answers.ts';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import type { MariadbServer } from './mariadb-server.ts';
import { serverUser } from './server-user.ts';

const run = promisify(execFile);
const folders = ['/usr/sbin', '/usr/bin', '/usr/libexec'];

export interface MariadbPrograms {
  readonly install: string;
  readonly server: string;
}

/** Null where MariaDB's server is not installed. */
export function mariadbPrograms(): MariadbPrograms | null {
  const install = findProgram('mariadb-install-db', folders);
  const server = findProgram('mariadbd', folders);
  return install === null || server === null ? null : { install, server };
}

/** Makes and starts a server on a free port. */
export async function startMariadb({ install, server }: MariadbPrograms): Promise<MariadbServer> {
  const folder = mkdtempSync(join(tmpdir(), 'hookwright-mariadb-'));
  const data = join(folder, 'data');
  const user = serverUser('mysql');
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const port = await freePort();
  let child: ChildProcess | null = null;
  const stop = async () => {
    if (child !== null && child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const plain = ['--auth-root-authentication-method=normal', '--skip-test-db'];
    await run(install, ['--no-defaults', `--datadir=${data}`, ...plain], { cwd: folder, ...user });
    const place = [`--datadir=${data}`, `--socket=${join(data, 'socket')}`, `--pid-file=${join(data, 'pid')}`];
    const net = [`--port=${port}`, '--bind-address=127.0.0.1'];
    child = spawn(server, ['--no-defaults', ...place, ...net], { cwd: folder, stdio: 'ignore', ...user });
    for (let tries = 0; !(await answers(port)); tries += 1) {
      if (tries > 300 || child.exitCode !== null) throw new Error(`${server} did not start`);
      await setTimeout(50);
    }
  } catch (cause) {
    await stop();
    throw cause;
  }
  return { url: `mysql://root@127.0.0.1:${port}/mysql`, close: stop };
}
