import { posix } from 'node:path';
import ts from 'typescript';
import { isTest, type SourceModule } from './source-module.ts';

const vagueNames = new Set(['types', 'utils', 'helpers', 'common', 'constants']);
const maxLines = 300;

/** Files named after nothing in particular, or not in kebab-case. */
export function findVagueNames(modules: readonly SourceModule[]): readonly string[] {
  return modules
    .map(({ path }) => path)
    .filter((path) => {
      const name = posix.basename(path).replace(/(\.test|\.slow\.test|\.test-d|\.d)?\.ts$/, '');
      return vagueNames.has(name) || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name);
    });
}

/** Sources that ask to be two; tests, which are tables, may be longer. */
export function findLongFiles(modules: readonly SourceModule[]): readonly string[] {
  return modules
    .filter((module) => !isTest(module))
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > maxLines)
    .map(({ path, lines }) => `${path}: ${lines} lines`);
}

/** Default exports, in whatever form. */
export function findDefaultExports(modules: readonly SourceModule[]): readonly string[] {
  return modules
    .filter(({ path, text }) => {
      if (!/\bdefault\b|export\s*=/.test(text)) return false;
      const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
      return file.statements.some(isDefaultExport);
    })
    .map(({ path }) => path);
}

function isDefaultExport(statement: ts.Statement): boolean {
  if (ts.isExportAssignment(statement)) return true;
  if (ts.isExportDeclaration(statement)) {
    const { exportClause } = statement;
    if (exportClause === undefined) return false;
    const names = ts.isNamedExports(exportClause) ? exportClause.elements.map(({ name }) => name) : [exportClause.name];
    return names.some(({ text }) => text === 'default');
  }
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
}
