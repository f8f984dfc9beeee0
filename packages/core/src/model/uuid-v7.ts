const zero = 0x30;
const letterBeforeA = 0x60;
const hyphen = 0x2d;
/** The character of a digit. */
const digits: readonly number[] = Array.from({ length: 16 }, (_, digit) =>
  digit < 10 ? zero + digit : letterBeforeA + digit - 9,
);
/** The id that is being written. One for all: a text that is put together of many would be made and thrown away for each. */
const characters = Array.from({ length: 36 }, () => hyphen);

/**
 * A UUID of version 7 (RFC 9562): 48 bits of time, then 74 bits of chance, so that ids sort by their millisecond.
 *
 * @param nowMs - Unix ms, 0…2^48-1; fractions are cut
 * @param bytes - 10 random ones; six bits of them give way to version and variant
 * @returns lower case, 36 characters
 */
export function uuidV7(nowMs: number, bytes: Uint8Array): string {
  const high = Math.floor(nowMs / 0x1_0000_0000);
  const low = nowMs >>> 0;
  writeByte(0, high >>> 8);
  writeByte(2, high);
  writeByte(4, low >>> 24);
  writeByte(6, low >>> 16);
  writeByte(9, low >>> 8);
  writeByte(11, low);
  writeByte(14, 0x70 | (byteAt(bytes, 0) & 0x0f));
  writeByte(16, byteAt(bytes, 1));
  writeByte(19, 0x80 | (byteAt(bytes, 2) & 0x3f));
  writeByte(21, byteAt(bytes, 3));
  for (let index = 4; index < 10; index += 1) writeByte(16 + 2 * index, byteAt(bytes, index));
  return String.fromCharCode(...characters);
}

/** @param bits - the last eight of them */
function writeByte(at: number, bits: number): void {
  characters[at] = digits[(bits >>> 4) & 0x0f] as number;
  characters[at + 1] = digits[bits & 0x0f] as number;
}

function byteAt(bytes: Uint8Array, index: number): number {
  return bytes[index] as number;
}
