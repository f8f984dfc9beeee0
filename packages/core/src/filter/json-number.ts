const grammar = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** The number that a text is by JSON's grammar (FI-7): "5", "5.0", "1e3", not "0x10", "+5", "007"; null for other texts. */
export function parseJsonNumber(text: string): number | null {
  const first = text.charCodeAt(0);
  // A digit or a minus; most texts are no numbers, and are known by their first letter.
  if (!(first >= 48 && first <= 57) && first !== 45) return null;
  return grammar.test(text) ? Number(text) : null;
}
