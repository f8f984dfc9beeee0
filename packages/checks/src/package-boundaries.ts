import { isBuiltin } from 'node:module';
import { isRelative, isTest, packageOf, resolveImport, type SourceModule } from './source-module.ts';
import type { WorkspacePackage } from './workspace.ts';

const scope = '@hookwright/';
const core = '@hookwright/core';
const testing = '@hookwright/testing';

/** Imports of published packages that reach into another package, pass core's door, or name an adapter. */
export function findBoundaryBreaches(modules: readonly SourceModule[]): readonly string[] {
  return modules
    .filter((module) => !isTest(module))
    .flatMap((module) => {
      const home = module.path.split('/', 2).join('/');
      const inCore = home === 'packages/core';
      const breaches = module.imports.filter((specifier) => {
        if (isRelative(specifier)) return !resolveImport(module, specifier).startsWith(`${home}/src/`);
        return specifier.startsWith(scope) && (inCore || specifier !== core);
      });
      return breaches.map((specifier) => `${module.path}: may not import "${specifier}"`);
    });
}

/** Foreign packages that a published package imports and does not declare as what its users install. */
export function findUndeclaredImports(
  { folder, manifest }: WorkspacePackage,
  modules: readonly SourceModule[],
): readonly string[] {
  const declared = new Set(Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }));
  return modules
    .filter((module) => module.path.startsWith(`packages/${folder}/src/`) && !isTest(module))
    .flatMap((module) =>
      module.imports
        .filter((specifier) => !isRelative(specifier) && !isBuiltin(specifier) && !declared.has(packageOf(specifier)))
        .map((specifier) => `${module.path}: "${specifier}" is not among its dependencies`),
    );
}

/** Packages whose users would install the testing kit. */
export function findTestingDependents(packages: readonly WorkspacePackage[]): readonly string[] {
  return packages
    .filter(({ manifest: { dependencies, peerDependencies, optionalDependencies } }) =>
      Object.hasOwn({ ...dependencies, ...peerDependencies, ...optionalDependencies }, testing),
    )
    .map(({ manifest }) => `${manifest.name}: ${testing} is only ever a devDependency`);
}
