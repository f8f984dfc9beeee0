import { existsSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Finds a program of a database server: on the PATH, else in `folders`.
 *
 * @returns where it really is, or null when it is not installed
 */
export function findProgram(name: string, folders: readonly string[] = []): string | null {
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const found = [...path, ...folders].map((folder) => join(folder, name)).find((file) => existsSync(file));
  return found === undefined ? null : realpathSync(found);
}
