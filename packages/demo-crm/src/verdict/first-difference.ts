/**
 * Where two JSON values first differ, as a sentence, or null when they are equal. Keys may come in any order.
 *
 * @param path - how the place is called: `request 1 › [0].entity`
 */
export function firstDifference(expected: unknown, found: unknown, path: string): string | null {
  if (Object.is(expected, found)) return null;
  if (Array.isArray(expected) && Array.isArray(found)) {
    if (expected.length !== found.length) return differ(`${path}.length`, expected.length, found.length);
    return firstOf(expected.keys(), (index) => firstDifference(expected[index], found[index], `${path}[${index}]`));
  }
  if (isObject(expected) && isObject(found)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(found)]);
    return firstOf(keys, (key) => firstDifference(expected[key], found[key], `${path}.${key}`));
  }
  return differ(path, expected, found);
}

function firstOf<T>(items: Iterable<T>, differenceAt: (item: T) => string | null): string | null {
  for (const item of items) {
    const difference = differenceAt(item);
    if (difference !== null) return difference;
  }
  return null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function differ(path: string, expected: unknown, found: unknown): string {
  return `${path}: expected ${show(expected)}, found ${show(found)}`;
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
