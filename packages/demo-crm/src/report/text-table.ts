/** Rows as lines of aligned columns, two spaces apart; a column of which every cell is a number is set to the right. */
export function textTable(rows: readonly (readonly string[])[], headings?: readonly string[]): readonly string[] {
  const all = headings === undefined ? rows : [headings, ...rows];
  const widths = Array.from({ length: Math.max(0, ...all.map((row) => row.length)) }, (_, column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0)),
  );
  const isNumeric = widths.map((_, column) => rows.every((row) => /^[\d,]+$/.test(row[column] ?? '')));
  const line = (row: readonly string[]) =>
    widths
      .map((width, column) => (isNumeric[column] ? row[column]?.padStart(width) : row[column]?.padEnd(width)) ?? '')
      .join('  ')
      .trimEnd();
  if (headings === undefined) return rows.map(line);
  return [line(headings), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)];
}
