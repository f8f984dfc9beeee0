import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from './workspace.ts';

/** What every published package says in the same words. */
const same: Readonly<Record<string, unknown>> = {
  license: 'MIT',
  type: 'module',
  sideEffects: false,
  engines: { node: '>=20.19' },
  files: ['dist', 'src', '!src/**/*.test.ts', '!src/**/*.test-d.ts', '!src/**/*.vectors.json'],
  main: './dist/index.cjs',
  module: './dist/index.js',
  types: './dist/index.d.ts',
};

const door = {
  '@hookwright/source': './src/index.ts',
  import: { types: './dist/index.d.ts', default: './dist/index.js' },
  require: { types: './dist/index.d.cts', default: './dist/index.cjs' },
};

/** In which ways a published package's manifest differs from the skeleton that all of them share. */
export function findManifestDeviations(folder: string, manifest: Manifest): readonly string[] {
  const { exports } = manifest as { readonly exports?: Readonly<Record<string, unknown>> };
  const dependencies = { ...manifest.dependencies, ...manifest.peerDependencies };
  const hookwright = Object.entries(dependencies).filter(([name]) => name.startsWith('@hookwright/'));
  const rules: Readonly<Record<string, boolean>> = {
    name: manifest.name === `@hookwright/${folder}`,
    version: /^\d+\.\d+\.\d+$/.test(manifest.version),
    description: typeof manifest.description === 'string' && manifest.description.endsWith('.'),
    exports: isDeepStrictEqual(exports?.['.'], door),
    'exports["./package.json"]': exports?.['./package.json'] === './package.json',
    // Ranges, so that a host gets one core for all of its packages.
    dependencies: hookwright.every(([, range]) => range === 'workspace:^'),
    // Nowhere to point to yet.
    repository: manifest.repository === undefined,
    ...Object.fromEntries(
      Object.entries(same).map(([field, value]) => [field, isDeepStrictEqual(manifest[field], value)]),
    ),
  };
  return Object.keys(rules).filter((field) => rules[field] === false);
}
