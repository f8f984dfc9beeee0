import { readFileSync } from 'node:fs';
import { defineConfig } from 'tsup';

const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly exports: object };
/** One entry for each door of the package that is built. */
const entry = Object.values(exports).flatMap((door) => door['@hookwright/source'] ?? []);

export default defineConfig({
  entry,
  format: ['esm', 'cjs'],
  tsconfig: '../../.dev/tsconfig.build.json',
  dts: true,
  clean: true,
  sourcemap: true,
  target: 'node20.19',
  // Without it the CommonJS build takes the namespace of an ESM-only dependency for its default export.
  treeshake: true,
  removeNodeProtocol: false,
  // For `import.meta.url` in the CommonJS build.
  shims: true,
});
