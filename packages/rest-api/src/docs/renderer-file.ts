import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The files of the renderer that the page loads, and their types. */
export const rendererFiles = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
} as const;

export type RendererFile = keyof typeof rendererFiles;

const renderer = 'swagger-ui-dist';
const read = new Map<RendererFile, Promise<Buffer>>();

/** @returns where the host has the renderer installed; null where it has not */
export function findRenderer(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${renderer}/package.json`));
  } catch {
    return null;
  }
}

/** Reads a file of the renderer; once, and then from memory. */
export function readRendererFile(folder: string, name: RendererFile): Promise<Buffer> {
  let content = read.get(name);
  if (content === undefined) {
    content = readFile(join(folder, name));
    read.set(name, content);
    content.catch(() => read.delete(name));
  }
  return content;
}
