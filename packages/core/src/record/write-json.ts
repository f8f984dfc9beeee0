/**
 * The JSON text of a snapshot; a bigint is written as the digits of a JSON number (PA-4).
 *
 * @param value - a snapshot or what was made of some: plain, without cycles
 */
export function writeJson(value: unknown): string {
  // Without a bigint this is the native writer and nothing else. With one that writer throws, unless the host has given
  // bigints a `toJSON`: then it would write what that returns.
  if (typeof (BigInt.prototype as { readonly toJSON?: unknown }).toJSON !== 'function') {
    try {
      return JSON.stringify(value);
    } catch {
      return writeValue(value);
    }
  }
  return writeValue(value);
}

function writeValue(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(writeValue).join(',')}]`;
  const fields: string[] = [];
  for (const key of Object.keys(value)) {
    const field = (value as Readonly<Record<string, unknown>>)[key];
    if (field !== undefined) fields.push(`${JSON.stringify(key)}:${writeValue(field)}`);
  }
  return `{${fields.join(',')}}`;
}
