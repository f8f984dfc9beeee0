const slabBytes = 65_536;
/** What one UTF-16 unit takes at most in UTF-8. */
const maxUnitBytes = 3;

/** Text to bytes, with small bodies cut from shared slabs: an array of its own costs more to make than a body to encode. */
export class BodyEncoder {
  readonly #encoder = new TextEncoder();
  #slab = new Uint8Array(slabBytes);
  #used = 0;

  /** The text's UTF-8; a lone surrogate becomes U+FFFD. Nobody else writes to the bytes. */
  encode(text: string): Uint8Array {
    const mostBytes = text.length * maxUnitBytes;
    if (mostBytes > slabBytes / 4) return this.#encoder.encode(text);
    if (mostBytes > slabBytes - this.#used) {
      this.#slab = new Uint8Array(slabBytes);
      this.#used = 0;
    }
    const start = this.#used;
    const { written } = this.#encoder.encodeInto(text, this.#slab.subarray(start));
    this.#used += written;
    return this.#slab.subarray(start, this.#used);
  }
}
