import { isRelative, resolveImport, type SourceModule } from './source-module.ts';

/** Cycles among the relative imports of modules, type imports included; each once, as `a → b → a`. */
export function findImportCycles(modules: readonly SourceModule[]): readonly string[] {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const cycles: string[] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (module: SourceModule): void => {
    if (done.has(module.path)) return;
    const start = trail.indexOf(module.path);
    if (start !== -1) {
      cycles.push([...trail.slice(start), module.path].join(' → '));
      return;
    }
    trail.push(module.path);
    for (const specifier of module.imports.filter(isRelative)) {
      const target = byPath.get(resolveImport(module, specifier));
      if (target !== undefined) visit(target);
    }
    trail.pop();
    done.add(module.path);
  };
  for (const module of modules) visit(module);
  return cycles;
}
