/** One measured thing beside what it is measured against, both in the same run. */
export interface Ratio {
  readonly name: string;
  readonly ours: string;
  readonly baseline: string;
  readonly ratio: number;
  /** What the ratio is to reach, or null where it is only for information. */
  readonly target: { readonly text: string; readonly met: boolean } | null;
}

/** The middle of a list of numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export function printRatios(title: string, rows: readonly Ratio[]): void {
  const cells = rows.map(({ name, ours, baseline, ratio, target }) => [
    name,
    ours,
    baseline,
    ratio.toFixed(2),
    target === null ? '' : `${target.met ? 'met' : 'MISSED'}: ${target.text}`,
  ]);
  const head = ['', 'Hookwright', 'baseline', 'ratio', 'target'];
  const widths = head.map((cell, column) => Math.max(cell.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  process.stdout.write(`\n${title}\n${[head, ...cells].map((row) => `  ${line(row).trimEnd()}`).join('\n')}\n`);
}
