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
  return `${hex[(high >>> 8) & 0xff]}${hex[high & 0xff]}${hex[low >>> 24]}${hex[(low >>> 16) & 0xff]}-${
    hex[(low >>> 8) & 0xff]
  }${hex[low & 0xff]}-${hex[0x70 | (byteAt(bytes, 0) & 0x0f)]}${hex[byteAt(bytes, 1)]}-${
    hex[0x80 | (byteAt(bytes, 2) & 0x3f)]
  }${hex[byteAt(bytes, 3)]}-${hex[byteAt(bytes, 4)]}${hex[byteAt(bytes, 5)]}${hex[byteAt(bytes, 6)]}${
    hex[byteAt(bytes, 7)]
  }${hex[byteAt(bytes, 8)]}${hex[byteAt(bytes, 9)]}`;
}

function byteAt(bytes: Uint8Array, index: number): number {
  return bytes[index] as number;
}
