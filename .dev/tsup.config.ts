import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  tsconfig: '../../.dev/tsconfig.build.json',
  dts: true,
  clean: true,
  sourcemap: true,
  target: 'node20.19',
  // Without it the CommonJS build takes the namespace of an ESM-only dependency for its default export.
  treeshake: true,
  removeNodeProtocol: false,
});
