/** Deepest relation that is expanded (EX-1). */
export const maxRelationDepth = 5;

/**
 * Relation paths as the engine works with them (EX-1): each once, none deeper than {@link maxRelationDepth}, every parent
 * there and before its children. The same paths in another order give the same list.
 */
export function relationPaths(paths: readonly string[]): readonly string[] {
  const all = new Set<string>();
  for (const path of paths) {
    const segments = path.split('.');
    if (segments.includes('')) continue;
    const depth = Math.min(segments.length, maxRelationDepth);
    for (let length = 1; length <= depth; length += 1) all.add(segments.slice(0, length).join('.'));
  }
  // A path sorts after every prefix of it.
  return [...all].sort();
}

/** The path that a relation path hangs from, or null for one of the record's own. */
export function parentPath(path: string): string | null {
  const dot = path.lastIndexOf('.');
  return dot < 0 ? null : path.slice(0, dot);
}
