import ts from 'typescript';
import { isTest, type SourceModule } from './source-module.ts';

/** Where core meets the real clock and real chance. */
const real = new Set(['packages/core/src/ports/system-clock.ts', 'packages/core/src/signing/system-random.ts']);

const impure = new Set(['Date.now', 'Math.random', 'performance.now']);

/** Places in core that read the time or chance of the process instead of the port's. */
export function findImpureCalls(modules: readonly SourceModule[]): readonly string[] {
  return (
    modules
      .filter((module) => module.path.startsWith('packages/core/src/') && !isTest(module) && !real.has(module.path))
      // Parsing costs most of the time: only what can hold such a call at all.
      .filter(({ text }) => /\b(Date|random|now)\b/.test(text))
      .flatMap(({ path, text }) => {
        const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
        const found: string[] = [];
        const visit = (node: ts.Node): void => {
          const name = impureName(node, file);
          if (name !== null) {
            const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
            found.push(`${path}:${line + 1}: ${name}`);
          }
          ts.forEachChild(node, visit);
        };
        visit(file);
        return found;
      })
  );
}

function impureName(node: ts.Node, file: ts.SourceFile): string | null {
  if (ts.isPropertyAccessExpression(node)) {
    const name = node.getText(file).replace(/^globalThis\./, '');
    return impure.has(name) ? name : null;
  }
  const isDate = (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText(file) === 'Date';
  return isDate && (ts.isCallExpression(node) || (node.arguments ?? []).length === 0) ? 'new Date()' : null;
}
