import { EventEmitter, once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type LocalServer, openLocalServer } from '../local-server.ts';
import type { Trust } from '../receiver/messages.ts';
import { verifySignature } from '../receiver/verify-signature.ts';

/** One request as the bin has it. */
export interface BinRequest {
  readonly headers: IncomingMessage['headers'];
  /** `verified`, or why not. */
  readonly signature: string;
  readonly body: unknown;
}

const maxKept = 1_000;
const maxWaitMs = 5_000;

/**
 * A receiver for trying things out. Any path takes POSTs and answers 200; GET shows what came there, with `?wait=2` once two are there, or
 * after 5 s; PUT tells the secret by which the path's requests are verified; DELETE forgets what came.
 *
 * @param write - is told of each POST in a line
 * @param port - 0 for any
 * @throws the system's error when the port cannot be had
 */
export async function openRequestBin(write: (line: string) => void, port = 0): Promise<LocalServer> {
  const secrets = new Map<string, string>();
  const arrived = new Map<string, BinRequest[]>();
  const news = new EventEmitter().setMaxListeners(0);

  async function show(path: string, wanted: number): Promise<readonly BinRequest[]> {
    const patience = AbortSignal.timeout(maxWaitMs);
    while ((arrived.get(path)?.length ?? 0) < wanted && !patience.aborted) {
      await once(news, 'request', { signal: patience }).catch(() => undefined);
    }
    return arrived.get(path) ?? [];
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const bytes = await buffer(request);
    const here = arrived.get(path) ?? [];
    if (request.method === 'PUT') {
      secrets.set(path, bytes.toString().trim());
      response.end(`secret of ${path} is known\n`);
    } else if (request.method === 'DELETE') {
      arrived.delete(path);
      response.end(`${path} is empty\n`);
    } else if (request.method === 'POST') {
      const signature = judge(secrets.get(path), request, bytes);
      const body = parse(bytes.toString());
      arrived.set(path, [...here, { headers: request.headers, signature, body }].slice(-maxKept));
      news.emit('request');
      write(`${path} got ${eventsOf(body)} (${bytes.length} bytes, signature ${signature})`);
      response.end();
    } else {
      const shown = await show(path, Number(searchParams.get('wait') ?? 0));
      response.setHeader('content-type', 'application/json').end(`${JSON.stringify(shown, null, 2)}\n`);
    }
  }

  return openLocalServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  }, port);
}

function judge(secret: string | undefined, { headers }: IncomingMessage, body: Buffer): string {
  if (secret === undefined) return 'not verified: PUT the secret here';
  const trust: Trust = secret.startsWith('whsec_')
    ? { scheme: 'standard', secret }
    : { scheme: 'vendor', signature: secret };
  return verifySignature(trust, headers, body) ?? 'verified';
}

function eventsOf(body: unknown): string {
  if (!Array.isArray(body)) return 'a body that is no list';
  const [first] = body;
  const more = body.length === 1 ? '' : ` and ${body.length - 1} more`;
  return `${first?.event}${more}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
