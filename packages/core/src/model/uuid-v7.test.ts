import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uuidV7 } from './uuid-v7.ts';

describe('uuidV7', () => {
  it('lays out the example of RFC 9562, A.6', () => {
    const bytes = Uint8Array.of(0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f);
    expect(uuidV7(0x017f22e279b0, bytes)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  it.each([
    { byte: 0x00, expected: '00000000-0000-7000-8000-000000000000', nowMs: 0 },
    { byte: 0xff, expected: 'ffffffff-ffff-7fff-bfff-ffffffffffff', nowMs: 2 ** 48 - 1 },
    { byte: 0xff, expected: '00000000-0001-7fff-bfff-ffffffffffff', nowMs: 1.9 },
  ])('keeps version and variant at time $nowMs with bytes $byte', ({ byte, expected, nowMs }) => {
    expect(uuidV7(nowMs, new Uint8Array(10).fill(byte))).toBe(expected);
  });

  it('sorts by time and is a UUID of version 7, whatever the chance', () => {
    const time = fc.integer({ min: 0, max: 2 ** 48 - 2 });
    const chance = fc.uint8Array({ minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(time, chance, chance, (nowMs, first, second) => {
        const earlier = uuidV7(nowMs, first);
        expect(earlier).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(earlier < uuidV7(nowMs + 1, second)).toBe(true);
      }),
    );
  });

  it('shows all 74 random bits', () => {
    const seen = new Set<string>();
    for (let bit = 0; bit < 80; bit += 1) {
      const bytes = new Uint8Array(10);
      bytes[bit >> 3] = 1 << (bit & 7);
      seen.add(uuidV7(0, bytes));
    }
    seen.delete(uuidV7(0, new Uint8Array(10)));
    expect(seen.size).toBe(74);
  });
});
