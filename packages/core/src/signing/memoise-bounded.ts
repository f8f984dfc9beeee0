/**
 * Keeps the answers of `make`, `limit` of them at most; the oldest leaves first. What it throws is not kept.
 *
 * @param limit - ≥ 1
 */
export function memoiseBounded<Value>(make: (key: string) => Value, limit: number): (key: string) => Value {
  const kept = new Map<string, Value>();
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    for (const oldest of kept.keys()) {
      if (kept.size < limit) break;
      kept.delete(oldest);
    }
    kept.set(key, value);
    return value;
  };
}
