/** A fenced block of a document. */
export interface CodeBlock {
  /** The language after the fence: `ts`. */
  readonly language: string;
  /** The file that its first line names in a comment, `// quickstart.mjs`, or null for a fragment. */
  readonly fileName: string | null;
  readonly text: string;
}

/**
 * The code in a Markdown document. A block whose first line is a comment with a file name is that file, whole: it is run
 * (`.mjs`) or type-checked (`.ts`) as printed.
 */
export function codeBlocks(markdown: string): readonly CodeBlock[] {
  const fences = markdown.matchAll(/^```(\w*)\n(.*?)^```$/gms);
  return [...fences].map(([, language = '', text = '']) => ({
    language,
    fileName: /^\/\/ ([\w.-]+\.\w+)\n/.exec(text)?.[1] ?? null,
    text,
  }));
}
