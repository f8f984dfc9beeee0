import { existsSync, readFileSync } from 'node:fs';
import { type CodeBlock, codeBlocks } from './code-blocks.ts';
import { allPackages, workspaceRoot } from './workspace.ts';

export interface Document {
  /** From the root. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly CodeBlock[];
}

/** A block that is a whole file, and the document it stands in. */
export interface DocumentFile {
  readonly document: string;
  readonly fileName: string;
  readonly text: string;
}

const candidates = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'packages/core/RULES.md',
  ...allPackages.map(({ folder }) => `packages/${folder}/README.md`),
];

export const documents: readonly Document[] = candidates
  .filter((path) => existsSync(`${workspaceRoot}${path}`))
  .map((path) => {
    const text = readFileSync(`${workspaceRoot}${path}`, 'utf8');
    return { path, text, blocks: codeBlocks(text) };
  });

export const documentFiles: readonly DocumentFile[] = documents.flatMap(({ path, blocks }) =>
  blocks.flatMap(({ fileName, text }) => (fileName === null ? [] : [{ document: path, fileName, text }])),
);
