/** A field as options name it: `name`, or a dotted path, `owner.name`. */
export interface FieldPath {
  /** As written. */
  readonly text: string;
  /** `text` between the dots; at least one. A segment is always a key, never an index (FI-8). */
  readonly segments: readonly string[];
  /** The other name of the same relation, `owner` for `owner_id` and the reverse (FC-2). */
  readonly twin?: FieldPath;
}

/** Reads a field's name. Any text is a path, even an empty one. */
export function compilePath(text: string): FieldPath {
  return { text, segments: split(text), twin: pathOf(twinOf(text)) };
}

function pathOf(text: string): FieldPath {
  return { text, segments: split(text) };
}

function split(text: string): readonly string[] {
  return text.includes('.') ? text.split('.') : [text];
}

function twinOf(text: string): string {
  const bare = text.slice(0, -3);
  return text.endsWith('_id') && bare !== '' && !bare.endsWith('.') ? bare : `${text}_id`;
}
