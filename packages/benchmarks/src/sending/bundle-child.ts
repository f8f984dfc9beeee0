import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));

/**
 * Makes a file that Node runs as it is: what loads TypeScript would be measured with the process that is.
 *
 * @returns its path
 */
export async function bundleChild(source: URL): Promise<string> {
  const file = fileURLToPath(source);
  const outfile = `${folder}${basename(file, '.ts')}.mjs`;
  await build({
    entryPoints: [file],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
  });
  return outfile;
}
