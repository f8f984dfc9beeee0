import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { openServedCrm } from '../src/serve/open-served-crm.ts';

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const [, section = ''] = /^## A walk with curl\n(.*?)^## /ms.exec(readme) ?? [];

/** The section's blocks of one language, but for those that start something with npm. */
function blocks(language: string): string {
  const found = [...section.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(
    ([, text = '']) => text,
  );
  return found.filter((text) => !text.startsWith('npm ')).join('');
}

// Its commands are those of a POSIX shell.
it.skipIf(process.platform === 'win32')('the walk of the README prints what it says, and so does the CRM', async () => {
  const told: string[] = [];
  const served = await openServedCrm((line) => told.push(line));
  onTestFinished(() => served.close());
  const script = blocks('sh')
    .replaceAll('http://127.0.0.1:4700', served.url)
    .replaceAll('http://127.0.0.1:4701', served.binUrl);
  const cwd = mkdtempSync(join(tmpdir(), 'hookwright-walk-'));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  const run = promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { cwd });
  const { stdout, stderr } = await run;
  expect(stderr).toBe('');
  expect(stdout).toBe(blocks('text'));
  expect(stdout.split('\n').length).toBeGreaterThan(20);
  expect(told).toHaveLength(6);
  expect(told[0]).toMatch(/^bin {5}\/accounts got Account\.Create \(\d+ bytes, signature verified\)$/);
});
