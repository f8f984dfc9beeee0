import { describe, expect, it } from 'vitest';
import { palette, wantsColour } from './palette.ts';

describe('wantsColour', () => {
  it.each([
    { isTTY: true, env: {}, expected: true },
    { isTTY: true, env: { NO_COLOR: '' }, expected: true },
    { isTTY: true, env: { NO_COLOR: '1' }, expected: false },
    { isTTY: false, env: {}, expected: false },
    { env: {}, expected: false },
  ])('is $expected for a terminal $isTTY and $env', ({ expected, env, ...stream }) => {
    expect(wantsColour(stream, env)).toBe(expected);
  });
});

describe('palette', () => {
  it('adds nothing without colour', () => {
    const { strong, faint, good, bad } = palette(false);
    expect([strong, faint, good, bad].map((mark) => mark('x'))).toEqual(['x', 'x', 'x', 'x']);
    expect(palette(true).bad('x')).toBe('\u001b[31mx\u001b[39m');
  });
});
