import { randomFillSync } from 'node:crypto';
import type { Random } from '../ports/random.ts';

// One call for many draws: the call costs more than its bytes.
const pool = new Uint8Array(8_192);
let drawn = pool.length;

/** Where in the pool the next `size` bytes are. */
function draw(size: number): number {
  if (drawn + size > pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  const start = drawn;
  drawn += size;
  return start;
}

/** The platform's cryptographic chance: fit for secrets. */
export const systemRandom: Random = {
  number() {
    const start = draw(8);
    const high = word(start) >>> 5;
    const low = word(start + 4) >>> 6;
    // 27 and 26 bits: as many as a number below 1 can show evenly.
    return (high * 2 ** 26 + low) / 2 ** 53;
  },
  bytes(size) {
    const start = draw(size);
    return pool.slice(start, start + size);
  },
};

function word(start: number): number {
  let value = 0;
  for (let index = start; index < start + 4; index += 1) value = (value << 8) | (pool[index] as number);
  return value;
}
