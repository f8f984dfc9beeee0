import { RestError } from '../errors/rest-error.ts';
import { docsPage, docsPolicy, docsScript } from './docs-page.ts';
import { findRenderer, type RendererFile, readRendererFile, rendererFiles } from './renderer-file.ts';

const script = 'text/javascript; charset=utf-8';

/**
 * The reference page for people, `/docs`, and what it loads.
 *
 * @param path - below the base path
 * @returns null for what is no part of it
 * @throws RestError 404 where the host has not installed the renderer
 */
export async function answerDocs(path: string, basePath: string): Promise<Response | null> {
  const name = path.slice('/docs/'.length);
  const isPage = path === '/docs';
  const isScript = path === '/docs/start.js';
  const isRenderer = path.startsWith('/docs/') && isRendererFile(name);
  if (!isPage && !isScript && !isRenderer) return null;
  const folder = findRenderer();
  if (folder === null) {
    throw new RestError(
      404,
      'ERROR_NOT_FOUND',
      'there is no reference page here: its renderer, swagger-ui-dist, is not installed',
    );
  }
  if (isPage) return answer(docsPage(basePath), 'text/html; charset=utf-8', { 'content-security-policy': docsPolicy });
  if (isScript) return answer(docsScript(basePath), script);
  const file = name as RendererFile;
  return answer(new Uint8Array(await readRendererFile(folder, file)), rendererFiles[file]);
}

function isRendererFile(name: string): name is RendererFile {
  return Object.hasOwn(rendererFiles, name);
}

function answer(
  body: string | Uint8Array<ArrayBuffer>,
  type: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const fixed = {
    'content-type': type,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  };
  return new Response(body, { headers: { ...fixed, ...headers } });
}
