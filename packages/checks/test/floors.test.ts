import { describe, expect, it } from 'vitest';
import { findFloorBreaches } from '../src/core-floors.ts';
import { findDefaultExports, findLongFiles, findVagueNames } from '../src/file-shape.ts';
import { findImportCycles } from '../src/import-cycles.ts';
import { findImpureCalls } from '../src/impure-calls.ts';
import { findBoundaryBreaches, findTestingDependents, findUndeclaredImports } from '../src/package-boundaries.ts';
import { parseModule, readModules, type SourceModule } from '../src/source-module.ts';
import { allPackages, publishedPackages } from '../src/workspace.ts';

const published = publishedPackages.flatMap(({ folder }) => readModules(`packages/${folder}/src`));
const all = allPackages.flatMap(({ folder }) =>
  ['src', 'test'].flatMap((part) => readModules(`packages/${folder}/${part}`)),
);

/** One module at a path, for the rules' negative cases. */
function at(path: string, text: string): readonly SourceModule[] {
  return [parseModule(path, text)];
}

it('sees the sources of every published package', () => {
  for (const { folder } of publishedPackages) {
    expect(published.some(({ path }) => path === `packages/${folder}/src/index.ts`)).toBe(true);
  }
});

describe('the floors of core', () => {
  it('are kept: each imports only those before it', () => {
    expect(findFloorBreaches(published)).toEqual([]);
  });

  it.each([
    ['an import from a higher floor', 'model/x.ts', "import { y } from '../engine/y.ts';"],
    ['a type import from a higher floor', 'record/x.ts', "import type { Y } from '../changes/y.ts';"],
    ['an inline type import from a higher floor', 'errors/x.ts', "export type X = import('../model/y.ts').Y;"],
    ['a re-export from a higher floor', 'filter/x.ts', "export * from '../payload/y.ts';"],
    ['a dynamic import from a higher floor', 'filter/x.ts', "export const y = () => import('../engine/y.ts');"],
    ['an import of the door', 'engine/x.ts', "import { y } from '../index.ts';"],
    ['a folder that is no floor', 'util/x.ts', "import { y } from '../errors/y.ts';"],
    ['an import that leaves the package', 'engine/x.ts', "import y from '../../../http-sender/src/index.ts';"],
    ['node:crypto outside signing', 'engine/x.ts', "import { createHmac } from 'node:crypto';"],
    ['p-queue outside the engine', 'delivery/x.ts', "import PQueue from 'p-queue';"],
    ['eventemitter3 outside the engine', 'matching/x.ts', "import { EventEmitter } from 'eventemitter3';"],
    ['a module of Node', 'engine/x.ts', "import { readFile } from 'node:fs/promises';"],
    ['an adapter', 'engine/x.ts', "import { memoryStore } from '@hookwright/store-memory';"],
  ])('refuse %s', (_, path, text) => {
    expect(findFloorBreaches(at(`packages/core/src/${path}`, text))).toHaveLength(1);
  });

  it.each([
    ['the same floor', 'model/x.ts', "import { y } from './y.ts';"],
    ['a lower floor', 'engine/x.ts', "import { y } from '../errors/y.ts';"],
    ['node:crypto in signing', 'signing/x.ts', "import { createHmac } from 'node:crypto';"],
    ['anything from a test', 'errors/x.test.ts', "import { y } from '../engine/y.ts';"],
  ])('allow %s', (_, path, text) => {
    expect(findFloorBreaches(at(`packages/core/src/${path}`, text))).toEqual([]);
  });
});

describe('imports', () => {
  it('have no cycles in published sources', () => {
    expect(findImportCycles(published)).toEqual([]);
  });

  it('would be found in a cycle, through a type import too', () => {
    const modules = [
      parseModule('packages/core/src/a.ts', "import { b } from './b.ts';"),
      parseModule('packages/core/src/b.ts', "import { c } from './sub/c.ts';"),
      parseModule('packages/core/src/sub/c.ts', "import type { A } from '../a.ts';"),
    ];
    expect(findImportCycles(modules)).toEqual([
      'packages/core/src/a.ts → packages/core/src/b.ts → packages/core/src/sub/c.ts → packages/core/src/a.ts',
    ]);
  });

  it('are no cycle where two ways lead to one module', () => {
    const modules = [
      parseModule('a.ts', "import './b.ts'; import './c.ts';"),
      parseModule('b.ts', "import './d.ts';"),
      parseModule('c.ts', "import './d.ts';"),
      parseModule('d.ts', ''),
    ];
    expect(findImportCycles(modules)).toEqual([]);
  });

  it("stay within a package and core's public door", () => {
    expect(findBoundaryBreaches(published)).toEqual([]);
  });

  it.each([
    ['an adapter of another adapter', 'http-sender', "import { memoryStore } from '@hookwright/store-memory';"],
    ['an adapter past the door of core', 'http-sender', "import { x } from '@hookwright/core/src/model/x.ts';"],
    ['an adapter by a path into core', 'http-sender', "import { x } from '../../core/src/index.ts';"],
    ['core of the testing kit', 'core', "import type { X } from '@hookwright/testing';"],
    ['core of itself by name', 'core', "import type { X } from '@hookwright/core';"],
  ])('would be refused: %s', (_, folder, text) => {
    expect(findBoundaryBreaches(at(`packages/${folder}/src/x.ts`, text))).toHaveLength(1);
  });

  it.each(publishedPackages)('are declared by $manifest.name', (one) => {
    expect(findUndeclaredImports(one, published)).toEqual([]);
  });

  it('would be found undeclared', () => {
    const manifest = { name: 'x', version: '1.0.0', dependencies: { '@a/b': '1' }, devDependencies: { vitest: '4' } };
    const text = "import 'node:fs'; import '@a/b/c'; import type { D } from 'd/e'; import 'vitest';";
    expect(findUndeclaredImports({ folder: 'x', manifest }, at('packages/x/src/x.ts', text))).toEqual([
      'packages/x/src/x.ts: "d/e" is not among its dependencies',
      'packages/x/src/x.ts: "vitest" is not among its dependencies',
    ]);
  });

  it('of the testing kit are only ever for development', () => {
    expect(findTestingDependents(allPackages)).toEqual([]);
  });

  it.each(['dependencies', 'peerDependencies', 'optionalDependencies'])(
    'of the testing kit would show in %s',
    (field) => {
      const manifest = { name: 'x', version: '1.0.0', [field]: { '@hookwright/testing': '1' } };
      expect(findTestingDependents([{ folder: 'x', manifest }])).toHaveLength(1);
    },
  );
});

describe('time and chance in core', () => {
  it('come through the ports', () => {
    expect(findImpureCalls(published)).toEqual([]);
  });

  it.each([
    'const now = Date.now();',
    'const clock = Date.now;',
    'const now = globalThis.Date.now();',
    'const chance = Math.random();',
    'const now = performance.now();',
    'const now = new Date();',
    'const now = new Date;',
    'const now = Date();',
  ])('would be found in: %s', (text) => {
    expect(findImpureCalls(at('packages/core/src/engine/x.ts', text))).toHaveLength(1);
  });

  it.each([
    ['a given instant', 'engine/x.ts', 'const then = new Date(0);'],
    ['words', 'engine/x.ts', '// not Date.now()\nconst text = "Math.random()";'],
    ['the real clock', 'ports/system-clock.ts', 'const now = Date.now();'],
    ['tests', 'engine/x.test.ts', 'const now = Date.now();'],
  ])('may be %s', (_, path, text) => {
    expect(findImpureCalls(at(`packages/core/src/${path}`, text))).toEqual([]);
  });
});

describe('files', () => {
  it('are named after what they hold', () => {
    expect(findVagueNames(all)).toEqual([]);
  });

  it.each(['types.ts', 'utils.ts', 'helpers.ts', 'common.ts', 'constants.ts', 'utils.test.ts', 'MyFile.ts'])(
    'would be found badly named: %s',
    (name) => {
      expect(findVagueNames(at(`packages/core/src/model/${name}`, ''))).toHaveLength(1);
    },
  );

  it('have at most 300 lines', () => {
    expect(findLongFiles(published)).toEqual([]);
  });

  it('would be found too long', () => {
    expect(findLongFiles(at('packages/core/src/x.ts', 'x;\n'.repeat(300)))).toEqual([]);
    expect(findLongFiles(at('packages/core/src/x.ts', 'x;\n'.repeat(301)))).toHaveLength(1);
  });

  it('export by name', () => {
    expect(findDefaultExports(published)).toEqual([]);
  });

  it.each([
    'export default 1;',
    'export default function x() {}',
    'export default class {}',
    'const x = 1; export { x as default };',
    "export { default } from './y.ts';",
    "export * as default from './y.ts';",
    'export = 1;',
  ])('would be found exporting by default: %s', (text) => {
    expect(findDefaultExports(at('packages/core/src/x.ts', text))).toHaveLength(1);
  });
});
