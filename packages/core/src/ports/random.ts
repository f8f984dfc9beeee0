/** All chance that the engine uses. The real one is `systemRandom`, which is fit for secrets. */
export interface Random {
  /** A number in [0, 1). */
  number(): number;
  /** `size` random bytes in an array of their own; `size` is 1…1024. */
  bytes(size: number): Uint8Array;
}
