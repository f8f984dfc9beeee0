import { isRelative, isTest, resolveImport, type SourceModule } from './source-module.ts';

/** The folders of core, each importing only those before it. `index.ts` stands on top of them all. */
const coreFloors: readonly string[] = [
  'errors',
  'model',
  'record',
  'changes',
  'ports',
  'catalog',
  'filter',
  'derivation',
  'payload',
  'schedule',
  'signing',
  'delivery',
  'registry',
  'matching',
  'engine',
];

const coreSource = 'packages/core/src/';

/** The foreign packages that core may import, and the one floor that may. */
const confined: Readonly<Record<string, string>> = {
  'node:crypto': 'signing',
  'p-queue': 'engine',
  eventemitter3: 'engine',
};

/** Imports in core that go up a floor, come in by its door, or leave it other than where they may. */
export function findFloorBreaches(modules: readonly SourceModule[]): readonly string[] {
  return modules
    .filter((module) => module.path.startsWith(coreSource) && !isTest(module))
    .flatMap((module) =>
      module.imports
        .map((specifier) => breachOf(module, specifier))
        .filter((breach) => breach !== null)
        .map((breach) => `${module.path}: ${breach}`),
    );
}

function breachOf(module: SourceModule, specifier: string): string | null {
  const floor = floorOf(module.path);
  if (floor === -1) return `"${module.path.slice(coreSource.length)}" is on no floor`;
  if (!isRelative(specifier)) {
    const only = confined[specifier];
    if (only === undefined) return `core does not import "${specifier}"`;
    return coreFloors[floor] === only ? null : `only ${only}/ imports "${specifier}"`;
  }
  const target = resolveImport(module, specifier);
  if (!target.startsWith(coreSource)) return `"${specifier}" leaves the package`;
  return floorOf(target) > floor ? `"${specifier}" is on a higher floor` : null;
}

/** From 0; that of the door is one above the last, and -1 is none. */
function floorOf(path: string): number {
  const rest = path.slice(coreSource.length);
  return rest === 'index.ts' ? coreFloors.length : coreFloors.indexOf(rest.split('/', 1)[0] as string);
}
