import { Agent, type ClientRequest, type IncomingMessage, request as startRequest } from 'node:http';
import type { SendErrorCode, Sender, SendOutcome, SendRequest } from '@hookwright/core';

const maxReadBytes = 64 * 1_024;
const maxKeptBytes = 4 * 1_024;

/** How a {@link nodeSender} is to be wrong. */
export interface Faults {
  readonly noTimeout?: boolean;
  readonly timeoutEndsAtHeaders?: boolean;
  readonly followsRedirects?: boolean;
  readonly readsAll?: boolean;
  readonly ignoresSignal?: boolean;
  readonly leaksListeners?: boolean;
  readonly rejects?: boolean;
  readonly closesForGood?: boolean;
}

/** A sender on node:http, just enough to keep the suite's rules, and to break each of them on demand. */
export function nodeSender(faults: Faults = {}): Sender {
  let agent = new Agent({ keepAlive: true });
  return {
    schemes: ['http'],
    send: (request, signal) => exchange(request, signal, agent, faults),
    async close() {
      agent.destroy();
      if (!faults.closesForGood) agent = new Agent({ keepAlive: true });
      else agent.createConnection = () => fail('closed');
    },
  };
}

function exchange(request: SendRequest, signal: AbortSignal, agent: Agent, faults: Faults): Promise<SendOutcome> {
  return new Promise((resolve, reject) => {
    if (signal.aborted && !faults.ignoresSignal) return resolve(failure('ABORTED'));
    let outgoing: ClientRequest | undefined;
    const end = (outcome: SendOutcome) => {
      clearTimeout(timer);
      if (!faults.leaksListeners) signal.removeEventListener('abort', onAbort);
      if (faults.rejects && outcome.kind === 'failure') reject(new Error(outcome.code));
      else resolve(outcome);
    };
    const cut = (outcome: SendOutcome) => {
      end(outcome);
      outgoing?.destroy();
    };
    const onAbort = () => {
      if (!faults.ignoresSignal) cut(failure('ABORTED'));
    };
    signal.addEventListener('abort', onAbort);
    const limitMs = faults.noTimeout ? 1_000 : request.timeoutMs;
    const timer = setTimeout(() => cut(faults.noTimeout ? failure('SENDER_FAILED') : failure('TIMEOUT')), limitMs);
    try {
      outgoing = startRequest(request.url, { method: 'POST', headers: { ...request.headers }, agent });
      outgoing.on('error', (cause: NodeJS.ErrnoException) => end(failure(codeOf(cause))));
      outgoing.on('response', (incoming) => {
        const { location } = incoming.headers;
        if (faults.followsRedirects && location !== undefined) {
          incoming.resume();
          return void exchange({ ...request, url: location }, signal, agent, faults).then(end, reject);
        }
        if (faults.timeoutEndsAtHeaders) clearTimeout(timer);
        read(incoming, faults, end, cut);
      });
      outgoing.end(request.body);
    } catch {
      end(failure('SENDER_FAILED'));
    }
  });
}

function read(incoming: IncomingMessage, faults: Faults, end: typeof finish, cut: typeof finish): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const outcome = (): SendOutcome => {
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
    const body = Buffer.concat(chunks);
    const kept = faults.readsAll ? body : body.subarray(0, maxKeptBytes);
    return { kind: 'response', status: incoming.statusCode ?? 0, headers, body: kept };
  };
  incoming.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= maxReadBytes && !faults.readsAll) cut(outcome());
  });
  incoming.on('end', () => end(outcome()));
  incoming.on('error', () => end(failure('CONNECTION_RESET')));
}

declare function finish(outcome: SendOutcome): void;

function codeOf({ code = '' }: NodeJS.ErrnoException): SendErrorCode {
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'CONNECTION_RESET';
  if (code === 'ECONNREFUSED') return 'CONNECT_FAILED';
  if (code.startsWith('HPE_')) return 'INVALID_RESPONSE';
  return code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'DNS_FAILED' : 'SENDER_FAILED';
}

function failure(code: SendErrorCode): SendOutcome {
  return { kind: 'failure', code, message: `failed: ${code}` };
}

function fail(message: string): never {
  throw new Error(message);
}
