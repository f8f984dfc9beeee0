// Packs every package that goes to a registry as `pnpm publish` would, what was built included.
// usage: node .dev/pack.mjs <folder for the tarballs>
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [destination] = process.argv.slice(2);
if (destination === undefined) {
  process.stderr.write('usage: node .dev/pack.mjs <folder for the tarballs>\n');
  process.exit(2);
}
const folder = resolve(destination);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const readJson = (...path) => JSON.parse(readFileSync(join(root, ...path), 'utf8'));
const filters = readdirSync(join(root, 'packages'))
  .map((name) => readJson('packages', name, 'package.json'))
  .filter((manifest) => manifest.private !== true)
  .flatMap(({ name }) => ['--filter', name]);

const windows = process.platform === 'win32';
const pnpm = readJson('package.json').packageManager.split('+')[0];
const { status, error } = spawnSync(
  windows ? 'npx.cmd' : 'npx',
  ['-y', pnpm, '--recursive', ...filters, 'pack', '--pack-destination', folder],
  { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], shell: windows },
);
if (error) throw error;
process.exitCode = status ?? 1;
