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

/** A way into a package, which has a file of its own. */
const doorOf = (name: string) => ({
  '@hookwright/source': `./src/${name}.ts`,
  import: { types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` },
  require: { types: `./dist/${name}.d.cts`, default: `./dist/${name}.cjs` },
});
const manifestPath = './package.json';

/** In which ways a published package's manifest differs from the skeleton that all of them share. */
export function findManifestDeviations(folder: string, manifest: Manifest): readonly string[] {
  const { exports } = manifest;
  const dependencies = { ...manifest.dependencies, ...manifest.peerDependencies };
  const hookwright = Object.entries(dependencies).filter(([name]) => name.startsWith('@hookwright/'));
  const rules: Readonly<Record<string, boolean>> = {
    name: manifest.name === `@hookwright/${folder}`,
    version: /^\d+\.\d+\.\d+$/.test(manifest.version),
    description: typeof manifest.description === 'string' && manifest.description.endsWith('.'),
    exports: Object.entries(exports ?? {}).every(
      ([path, door]) =>
        path === manifestPath || isDeepStrictEqual(door, doorOf(path === '.' ? 'index' : path.slice('./'.length))),
    ),
    'exports["."]': exports?.['.'] !== undefined,
    'exports["./package.json"]': exports?.[manifestPath] === manifestPath,
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
