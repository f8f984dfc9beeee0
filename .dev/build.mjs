// Builds every package that goes to a registry, side by side, into its dist/.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsup = join(root, 'node_modules/tsup/dist/cli-default.js');
const config = join(root, '.dev/tsup.config.ts');

const folders = readdirSync(join(root, 'packages'))
  .map((name) => join(root, 'packages', name))
  .filter((folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).private !== true);

const codes = await Promise.all(
  folders.map(
    (cwd) =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [tsup, '--config', config, '--silent'], { cwd, stdio: 'inherit' });
        child.on('error', reject).on('exit', (code) => resolve(code ?? 1));
      }),
  ),
);
process.exitCode = Math.max(...codes);
