const hex: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

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
  const time = pair(high >>> 8) + pair(high) + pair(low >>> 24) + pair(low >>> 16);
  const rest = pair(low >>> 8) + pair(low);
  const version = pair(0x70 | (byteAt(bytes, 0) & 0x0f)) + pair(byteAt(bytes, 1));
  const variant = pair(0x80 | (byteAt(bytes, 2) & 0x3f)) + pair(byteAt(bytes, 3));
  let node = '';
  for (let index = 4; index < 10; index += 1) node += pair(byteAt(bytes, index));
  // Joined, not added up: that would make a chain of strings, and ids are kept for long.
  return [time, rest, version, variant, node].join('-');
}

/** The last eight bits in hex. */
function pair(bits: number): string {
  return hex[bits & 0xff] as string;
}

function byteAt(bytes: Uint8Array, index: number): number {
  return bytes[index] as number;
}
