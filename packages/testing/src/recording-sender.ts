import { setMaxListeners } from 'node:events';
import type { SendErrorCode, Sender, SendFailure, SendOutcome, SendRequest, SendResponse } from '@hookwright/core';

/** A request as the engine gave it. */
export interface RecordedRequest extends SendRequest {
  /** The body as text. */
  readonly text: string;
  /** The body parsed. @throws SyntaxError when it is not JSON */
  json(): unknown;
}

/** What one request is to be answered: an outcome, a status, or a function that is asked when the request comes. */
export type ScriptedOutcome =
  | SendOutcome
  | number
  | ((request: RecordedRequest) => SendOutcome | number | Promise<SendOutcome | number>);

/** A sender that sends nothing: it keeps what it was given and answers by script. */
export interface RecordingSender extends Sender {
  /** All requests since the start or the last `clear`, in the order in which they came. */
  readonly requests: readonly RecordedRequest[];
  /** Requests that have come and are not answered yet. */
  readonly underWay: number;
  /** Adds to the script: the next requests get these, one each. */
  respond(...outcomes: readonly ScriptedOutcome[]): void;
  /** The same for requests to one url alone; it comes before the general script. */
  respondTo(url: string, ...outcomes: readonly ScriptedOutcome[]): void;
  /** What requests get that the script leaves over. Default 200. */
  respondOtherwise(outcome: ScriptedOutcome): void;
  /** Forgets the requests; the script stays. */
  clear(): void;
}

/** A response for a script. Header names are to be in lower case. */
export function response(
  status: number,
  { headers = {}, body = '' }: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string } = {},
): SendResponse {
  return { kind: 'response', status, headers, body: new TextEncoder().encode(body) };
}

/** A failure for a script. */
export function failure(code: SendErrorCode, message = `scripted ${code}`): SendFailure {
  return { kind: 'failure', code, message };
}

/** @param script - what the first requests are answered, one each */
export function recordingSender(script: readonly ScriptedOutcome[] = []): RecordingSender {
  return new ScriptedSender(script);
}

class ScriptedSender implements RecordingSender {
  readonly schemes = ['http', 'https'];
  readonly #requests: RecordedRequest[] = [];
  readonly #script: ScriptedOutcome[];
  readonly #scriptsByUrl = new Map<string, ScriptedOutcome[]>();
  #otherwise: ScriptedOutcome = 200;
  #underWay = 0;

  constructor(script: readonly ScriptedOutcome[]) {
    this.#script = [...script];
  }

  get requests(): readonly RecordedRequest[] {
    return this.#requests;
  }

  get underWay(): number {
    return this.#underWay;
  }

  respond(...outcomes: readonly ScriptedOutcome[]): void {
    this.#script.push(...outcomes);
  }

  respondTo(url: string, ...outcomes: readonly ScriptedOutcome[]): void {
    const script = this.#scriptsByUrl.get(url) ?? [];
    script.push(...outcomes);
    this.#scriptsByUrl.set(url, script);
  }

  respondOtherwise(outcome: ScriptedOutcome): void {
    this.#otherwise = outcome;
  }

  clear(): void {
    this.#requests.length = 0;
  }

  async send(request: SendRequest, signal: AbortSignal): Promise<SendOutcome> {
    if (signal.aborted) return aborted();
    const recorded = record(request);
    this.#requests.push(recorded);
    const outcome = this.#scriptsByUrl.get(request.url)?.shift() ?? this.#script.shift() ?? this.#otherwise;
    this.#underWay += 1;
    try {
      return await untilAborted(answer(outcome, recorded), signal);
    } catch (cause) {
      // A sender never rejects, a scripted one neither.
      return failure('SENDER_FAILED', `the script threw: ${String(cause)}`);
    } finally {
      this.#underWay -= 1;
    }
  }
}

function record(request: SendRequest): RecordedRequest {
  const text = new TextDecoder().decode(request.body);
  return { ...request, text, json: () => JSON.parse(text) };
}

async function answer(outcome: ScriptedOutcome, request: RecordedRequest): Promise<SendOutcome> {
  const given = typeof outcome === 'function' ? await outcome(request) : outcome;
  return typeof given === 'number' ? response(given) : given;
}

function untilAborted(outcome: Promise<SendOutcome>, signal: AbortSignal): Promise<SendOutcome> {
  return new Promise((resolve, reject) => {
    const onAbort = () => resolve(aborted());
    // One signal is passed with many requests, and each listens for as long as it takes.
    setMaxListeners(0, signal);
    signal.addEventListener('abort', onAbort, { once: true });
    outcome.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function aborted(): SendFailure {
  return failure('ABORTED', 'the request was aborted');
}
