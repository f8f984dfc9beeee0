import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';
import { workspaceRoot } from './workspace.ts';

/** A TypeScript file of the workspace. */
export interface SourceModule {
  /** From the root, with slashes: `packages/core/src/index.ts`. */
  readonly path: string;
  readonly text: string;
  /** The specifiers that it imports, re-exports or loads, types included. */
  readonly imports: readonly string[];
}

export function parseModule(path: string, text: string): SourceModule {
  const { importedFiles } = ts.preProcessFile(text, true, true);
  return { path, text, imports: [...new Set(importedFiles.map(({ fileName }) => fileName))] };
}

/** All TypeScript files in a folder of the workspace and below it; none where there is no such folder. */
export function readModules(folder: string): readonly SourceModule[] {
  if (!existsSync(`${workspaceRoot}${folder}`)) return [];
  return readdirSync(`${workspaceRoot}${folder}`, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return readModules(path);
    return path.endsWith('.ts') ? [parseModule(path, readFileSync(`${workspaceRoot}${path}`, 'utf8'))] : [];
  });
}

export function isTest({ path }: Pick<SourceModule, 'path'>): boolean {
  return /\.test(-d)?\.ts$/.test(path);
}

export function isRelative(specifier: string): boolean {
  return specifier.startsWith('.');
}

/** The path that a relative specifier of a module leads to. */
export function resolveImport({ path }: Pick<SourceModule, 'path'>, specifier: string): string {
  return posix.join(posix.dirname(path), specifier);
}

/** The package that a bare specifier names: `@scope/name` of `@scope/name/sub`, `node:fs` of itself. */
export function packageOf(specifier: string): string {
  const segments = specifier.split('/');
  return specifier.startsWith('@') ? segments.slice(0, 2).join('/') : (segments[0] as string);
}
