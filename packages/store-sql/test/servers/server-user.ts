import { execFileSync } from 'node:child_process';

/** Whom a server is to run as; nothing where it can run as whoever runs the tests. */
export interface ServerUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** Database servers refuse to run as root: root runs them as the user that their package made. */
export function serverUser(name: string): ServerUser {
  if (process.getuid?.() !== 0) return {};
  const ask = (flag: string): number => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: ask('-u'), gid: ask('-g') };
}
