/**
 * The rows of a VALUES list, `($3::uuid, $4::text), ($5, $6)`: each parameter once, in order. The first row says the types.
 *
 * @param before - how many parameters the statement has before these
 */
export function typedRows(count: number, types: readonly string[], before: number): string {
  const rows: string[] = [];
  let parameter = before;
  for (let row = 0; row < count; row += 1) {
    const cells = types.map((type) => {
      parameter += 1;
      return row === 0 ? `$${parameter}::${type}` : `$${parameter}`;
    });
    rows.push(`(${cells.join(',')})`);
  }
  return rows.join(',');
}
