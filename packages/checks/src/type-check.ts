import { join } from 'node:path';
import ts from 'typescript';
import { workspaceRoot } from './workspace.ts';

/** How a consumer's compiler may find packages. */
export type Resolution = 'node16' | 'bundler';

const settings: Readonly<Record<Resolution, ts.CompilerOptions>> = {
  node16: { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 },
  bundler: { module: ts.ModuleKind.Preserve, moduleResolution: ts.ModuleResolutionKind.Bundler },
};

/**
 * Checks files as a strict consumer would, and the declarations of the packages with them.
 *
 * @param files - absolute paths
 * @returns the compiler's complaints
 */
export function typeCheck(files: readonly string[], resolution: Resolution): readonly string[] {
  const program = ts.createProgram({
    rootNames: files,
    options: {
      ...settings[resolution],
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2023.d.ts'],
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      types: ['node'],
      typeRoots: [join(workspaceRoot, 'node_modules/@types')],
    },
  });
  // Those of the platform and of foreign packages are not ours to check, and take the most time.
  const own = program
    .getSourceFiles()
    .filter(({ fileName }) => files.includes(fileName) || fileName.includes('/@hookwright/'));
  return [
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...own.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
  ].map(describe);
}

function describe({ file, start, messageText }: ts.Diagnostic): string {
  const message = ts.flattenDiagnosticMessageText(messageText, '\n');
  if (file === undefined || start === undefined) return message;
  const { line } = file.getLineAndCharacterOfPosition(start);
  return `${file.fileName}:${line + 1}: ${message}`;
}
