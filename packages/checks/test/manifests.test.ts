import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findManifestDeviations } from '../src/manifest-skeleton.ts';
import { allPackages, publishedPackages, workspaceRoot } from '../src/workspace.ts';

describe.each(publishedPackages)('$manifest.name', ({ folder, manifest }) => {
  it('has the skeleton that all packages share', () => {
    expect(findManifestDeviations(folder, manifest)).toEqual([]);
  });

  it('has a README', () => {
    expect(existsSync(`${workspaceRoot}packages/${folder}/README.md`)).toBe(true);
  });

  it.each([
    ['license', { license: 'ISC' }],
    ['engines', { engines: { node: '>=18' } }],
    ['files', { files: ['dist'] }],
    ['sideEffects', { sideEffects: true }],
    ['exports', { exports: { '.': './dist/index.js', './package.json': './package.json' } }],
    ['name', { name: '@hookwright/other' }],
    ['description', { description: '' }],
    ['dependencies', { dependencies: { '@hookwright/core': 'workspace:*' } }],
  ])('would be found with another %s', (field, change) => {
    expect(findManifestDeviations(folder, { ...manifest, ...change })).toEqual([field]);
  });
});

it('every package has one version, and every other package is private', () => {
  expect(new Set(publishedPackages.map(({ manifest }) => manifest.version)).size).toBe(1);
  expect(allPackages.filter(({ manifest }) => manifest.private === true).map(({ folder }) => folder)).toEqual([
    'benchmarks',
    'checks',
    'demo-crm',
  ]);
});
