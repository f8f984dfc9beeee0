import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Consumer, installConsumer, linkHostPackages } from '../src/consumer.ts';
import { documentFiles } from '../src/documents.ts';
import { typeCheck } from '../src/type-check.ts';
import { doorsOf, type Manifest, publishedPackages } from '../src/workspace.ts';

let consumer: Consumer;

beforeAll(async () => {
  consumer = await installConsumer();
}, 240_000);

afterAll(() => consumer?.remove());

const packages = publishedPackages.map(({ manifest }) => manifest.name);
/** All that can be imported: packages, and their doors below. */
const doors = publishedPackages.flatMap(doorsOf);

interface Report {
  /** What each door exports. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  readonly received: readonly { readonly headers: Record<string, string>; readonly body: readonly unknown[] }[];
}

async function reportOf(script: string): Promise<Report> {
  const { code, stdout, stderr } = await consumer.node(script);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Report;
}

describe('a consumer outside the workspace', () => {
  it.each([
    ['imports', 'import.mjs'],
    ['requires', 'require.cjs'],
  ])('%s every package, and a webhook is delivered', { timeout: 30_000 }, async (_, script) => {
    const { names, received } = await reportOf(script);
    expect(Object.keys(names)).toEqual(doors);
    for (const name of doors) expect(names[name]).not.toEqual([]);
    expect(received).toHaveLength(1);
    expect(received[0]?.headers['webhook-signature']).toMatch(/^v1,/);
    expect(received[0]?.body).toEqual([
      expect.objectContaining({
        event: 'Account.Create',
        entity: { id: '1', owner: { name: 'Ada' } },
        related_entity: null,
      }),
    ]);
  });

  it('gets the same names from both builds', { timeout: 30_000 }, async () => {
    const [esm, cjs] = await Promise.all([reportOf('import.mjs'), reportOf('require.cjs')]);
    expect(cjs.names).toEqual(esm.names);
  });

  it.each(['node16', 'bundler'] as const)(
    'type-checks as ESM and CommonJS by %s',
    { timeout: 60_000 },
    (resolution) => {
      const text = readFileSync(join(consumer.folder, 'typed.ts.txt'), 'utf8');
      const files = ['mts', 'cts'].map((extension) => {
        const file = join(consumer.folder, `typed-${resolution}.${extension}`);
        writeFileSync(file, text);
        return file;
      });
      expect(typeCheck(files, resolution)).toEqual([]);
    },
  );

  it.each(packages)('gets of %s what it needs and nothing for tests', (name) => {
    const folder = join(consumer.folder, 'node_modules', name);
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    const installed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    expect(installed).not.toContain('vitest');
    expect(installed.filter((dependency) => dependency === '@hookwright/testing')).toEqual([]);
    for (const file of [
      'LICENSE',
      'README.md',
      'dist/index.js',
      'dist/index.cjs',
      'dist/index.d.ts',
      'dist/index.d.cts',
    ]) {
      expect(existsSync(join(folder, file)), file).toBe(true);
    }
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => /\.test(-d)?\.ts$|\.vectors\.json$|^test\//.test(file))).toEqual([]);
    for (const file of files.filter((path) => /^dist\/.*\.(js|cjs|d\.ts|d\.cts)$/.test(path))) {
      expect(readFileSync(join(folder, file), 'utf8'), file).not.toMatch(/['"]vitest['"]/);
    }
  });
});

describe('the documents', () => {
  const runnable = documentFiles.filter(({ fileName }) => fileName.endsWith('.mjs'));
  const typed = documentFiles.filter(({ fileName }) => fileName.endsWith('.ts'));

  /** Writes a document's file into a folder of its own, where nothing but the packages is to be found. */
  function write({ document, fileName, text }: (typeof documentFiles)[number]): string {
    const folder = join(consumer.folder, document.replaceAll(/\W/g, '-'));
    mkdirSync(folder, { recursive: true });
    linkHostPackages(document, folder);
    writeFileSync(join(folder, fileName), text);
    return join(folder, fileName);
  }

  it.each(runnable)('$document: $fileName runs as printed', { timeout: 30_000 }, async (file) => {
    const { code, stdout, stderr } = await consumer.node(write(file));
    // What it says on failure goes to either stream: a test runner's is stdout.
    expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toBe('');
  });

  it('have TypeScript that compiles as printed', { timeout: 60_000 }, () => {
    expect(typed.length).toBeGreaterThan(0);
    expect(typeCheck(typed.map(write), 'node16')).toEqual([]);
  });

  it('begin with a quickstart that prints the one change that passes its filter', { timeout: 30_000 }, async () => {
    const quickstart = documentFiles.find(({ document }) => document === 'README.md');
    expect(quickstart?.fileName).toBe('quickstart.mjs');
    const { stdout } = await consumer.node(write(quickstart as (typeof documentFiles)[number]));
    const [event, ...more] = JSON.parse(stdout) as readonly { readonly event: string; readonly entity: object }[];
    expect(more).toEqual([]);
    expect(event).toMatchObject({ event: 'Opportunity.Update', entity: { status: 'Open' } });
  });
});
