import { describe, expect, it } from 'vitest';
import { textTable } from './text-table.ts';

describe('textTable', () => {
  it('aligns columns, numbers to the right', () => {
    const rows = [
      ['a', '1,000', 'x'],
      ['long', '7', ''],
    ];
    expect(textTable(rows, ['name', 'n', 'remark'])).toEqual([
      'name      n  remark',
      '----  -----  ------',
      'a     1,000  x',
      'long      7',
    ]);
    expect(textTable(rows)).toEqual(['a     1,000  x', 'long      7']);
    expect(textTable([])).toEqual([]);
  });
});
