import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';

/** The process of a host as one file. */
export interface HostBundle extends AsyncDisposable {
  readonly script: string;
}

const entry = fileURLToPath(new URL('./host-process.ts', import.meta.url));
/** From here the drivers are found. */
const cache = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));

const drivers = ['pg', 'libsql', '@photostructure/sqlite'];

/** Bundles it from the sources: a process that loads them one by one takes a second of a processor before it does anything. */
export async function bundleHost(): Promise<HostBundle> {
  mkdirSync(cache, { recursive: true });
  const outDir = mkdtempSync(join(cache, 'crash-'));
  await build({
    config: false,
    entry: { host: entry },
    outDir,
    format: 'esm',
    outExtension: () => ({ js: '.mjs' }),
    platform: 'node',
    target: 'node20',
    removeNodeProtocol: false,
    external: drivers,
    noExternal: [new RegExp(`^(?!(${drivers.join('|')})$)`)],
    // What is CommonJS asks for Node's modules by a function that a module does not have.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
    esbuildOptions: (options) => {
      options.conditions = ['@hookwright/source'];
    },
    silent: true,
  });
  return {
    script: join(outDir, 'host.mjs'),
    [Symbol.asyncDispose]: async () => rmSync(outDir, { recursive: true, force: true }),
  };
}
