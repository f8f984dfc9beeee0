/** Longer texts are cut before they are compared: nobody's typing error is that long. */
const maxLength = 100;

/**
 * The name that takes the fewest edits to become `text`; letters of the other case cost nothing.
 *
 * @returns null when there are no names
 */
export function nearestName(text: string, names: Iterable<string>): string | null {
  const wanted = text.slice(0, maxLength).toLowerCase();
  let nearest: string | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const edits = editDistance(wanted, name.slice(0, maxLength).toLowerCase());
    if (edits < fewest) {
      nearest = name;
      fewest = edits;
    }
  }
  return nearest;
}

/** Levenshtein: insertions, deletions and replacements of one code unit. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (previous[column - 1] as number) + (from[row - 1] === to[column - 1] ? 0 : 1);
      const edited = Math.min(previous[column] as number, current[column - 1] as number) + 1;
      current.push(Math.min(replaced, edited));
    }
    previous = current;
  }
  return previous[to.length] as number;
}
