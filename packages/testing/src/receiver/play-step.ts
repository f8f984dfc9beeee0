import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { ReceiverStep } from './receiver-step.ts';

/** Large bodies are written in pieces of this size, as fast as the other side reads. */
const pieceBytes = 64 * 1_024;

/** Plays one step. Resolves when there is nothing more to do, also when the connection went meanwhile. */
export async function playStep(step: ReceiverStep, response: ServerResponse, signal: AbortSignal): Promise<void> {
  const { delayMs, garbage, hang, reset } = step;
  if (delayMs !== undefined) await pause(delayMs, undefined, { signal });
  if (garbage !== undefined) response.socket?.end(garbage);
  else if (reset === 'before-headers') response.socket?.resetAndDestroy();
  else if (hang !== 'before-headers') await respond(step, response, signal);
}

async function respond(step: ReceiverStep, response: ServerResponse, signal: AbortSignal): Promise<void> {
  const body = bodyOf(step);
  response.writeHead(step.status ?? (step.redirectTo === undefined ? 200 : 302), headersOf(step, body.length));
  if (step.hang === 'within-body' || step.reset === 'within-body') {
    await write(response, body.subarray(0, Math.floor(body.length / 2)), signal);
    if (step.reset === 'within-body') response.socket?.resetAndDestroy();
    return;
  }
  if (step.dripMs === undefined) await write(response, body, signal);
  else await drip(response, body, step.dripMs, signal);
  response.end();
}

function bodyOf({ body, bodyBytes, hang, reset }: ReceiverStep): Buffer {
  if (bodyBytes !== undefined) return Buffer.alloc(bodyBytes, 'x');
  const given = body === undefined ? Buffer.alloc(0) : Buffer.from(body);
  // There has to be a body to stop within.
  const stopsWithin = hang === 'within-body' || reset === 'within-body';
  return stopsWithin && given.length < 2 ? Buffer.from('half of it') : given;
}

function headersOf({ headers, redirectTo, retryAfter }: ReceiverStep, length: number): Record<string, string> {
  return {
    'content-length': String(length),
    ...(redirectTo === undefined ? {} : { location: redirectTo }),
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    ...headers,
  };
}

async function write(response: ServerResponse, body: Buffer, signal: AbortSignal): Promise<void> {
  response.flushHeaders();
  for (let from = 0; from < body.length && !signal.aborted; from += pieceBytes) {
    const flows = response.write(body.subarray(from, from + pieceBytes));
    if (!flows) await drained(response, signal);
  }
}

async function drip(response: ServerResponse, body: Buffer, everyMs: number, signal: AbortSignal): Promise<void> {
  response.flushHeaders();
  for (let at = 0; at < body.length; at += 1) {
    response.write(body.subarray(at, at + 1));
    await pause(everyMs, undefined, { signal });
  }
}

function drained(response: ServerResponse, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    response.once('drain', done);
    signal.addEventListener('abort', done, { once: true });
  });
}
