import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { playStep } from './play-step.ts';
import type { ReceivedRequest } from './received-request.ts';
import { readRequest } from './received-request.ts';
import type { ReceiverStep } from './receiver-step.ts';
import { RequestWaiters } from './request-waiters.ts';

/** A step; or a status; or a function that is asked when the request is there. */
export type ScriptedStep = ReceiverStep | number | ((request: ReceivedRequest) => ReceiverStep | number);

export interface ScriptedReceiverOptions {
  /** Serves https with this certificate, PEM. Default http. */
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer } | undefined;
  /** To come up again where an earlier one was. Default any free one. */
  readonly port?: number | undefined;
}

/** A real HTTP(S) server on 127.0.0.1 that does with each request what its script says. */
export interface ScriptedReceiver {
  /** Starts it. Once. */
  listen(): Promise<void>;
  readonly port: number;
  /** @param path - with its slash. Default `/` */
  url(path?: string): string;
  /** In the order in which their last bytes came, also those that are not answered yet. */
  readonly requests: readonly ReceivedRequest[];
  /** How many connections were opened to it so far. */
  readonly connections: number;
  /** Adds to the script: the next requests get these, one each. */
  script(...steps: readonly ScriptedStep[]): void;
  /** The same for requests to one path alone; it comes before the general script. */
  scriptPath(path: string, ...steps: readonly ScriptedStep[]): void;
  /** What requests get that the script leaves over. Default 200. */
  otherwise(step: ScriptedStep): void;
  /**
   * Resolves with the first `count` requests once they have come.
   * @param timeoutMs - of real time, default 5,000; then it rejects and says what has come
   */
  waitForRequests(count: number, timeoutMs?: number): Promise<readonly ReceivedRequest[]>;
  /** Forgets the requests; the script stays. */
  clear(): void;
  /** Ends every connection at once, then the server. What has come stays readable; any other use throws. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export function scriptedReceiver(options: ScriptedReceiverOptions = {}): ScriptedReceiver {
  return new HttpReceiver(options);
}

class HttpReceiver implements ScriptedReceiver {
  readonly #options: ScriptedReceiverOptions;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #numbers = new WeakMap<Socket, number>();
  readonly #stopping = new AbortController();
  readonly #requests: ReceivedRequest[] = [];
  readonly #waiters = new RequestWaiters();
  readonly #script: ScriptedStep[] = [];
  readonly #scriptsByPath = new Map<string, ScriptedStep[]>();
  #otherwise: ScriptedStep = 200;
  #state: 'new' | 'listening' | 'closed' = 'new';
  #connections = 0;
  #port = 0;

  constructor(options: ScriptedReceiverOptions) {
    this.#options = options;
    const { tls } = options;
    const answer: RequestListener = (message, response) => void this.#answer(message, response);
    this.#server = tls === undefined ? createServer(answer) : createTlsServer({ ...tls }, answer);
    this.#server.on('connection', (socket: Socket) => this.#keep(socket));
    this.#server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => this.#number(socket));
  }

  async listen(): Promise<void> {
    if (this.#state !== 'new') throw new Error(`the receiver is ${this.#state}; make a new one`);
    this.#state = 'listening';
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#options.port ?? 0, '127.0.0.1', resolve);
    });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  get port(): number {
    this.#requireListening();
    return this.#port;
  }

  url(path = '/'): string {
    return `${this.#options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${this.port}${path}`;
  }

  get requests(): readonly ReceivedRequest[] {
    return this.#requests;
  }

  get connections(): number {
    return this.#connections;
  }

  script(...steps: readonly ScriptedStep[]): void {
    this.#requireOpen();
    this.#script.push(...steps);
  }

  scriptPath(path: string, ...steps: readonly ScriptedStep[]): void {
    this.#requireOpen();
    const script = this.#scriptsByPath.get(path) ?? [];
    script.push(...steps);
    this.#scriptsByPath.set(path, script);
  }

  otherwise(step: ScriptedStep): void {
    this.#requireOpen();
    this.#otherwise = step;
  }

  waitForRequests(count: number, timeoutMs = 5_000): Promise<readonly ReceivedRequest[]> {
    this.#requireListening();
    return this.#waiters.wait(this.#requests, count, timeoutMs);
  }

  clear(): void {
    this.#requests.length = 0;
  }

  async close(): Promise<void> {
    const wasListening = this.#state === 'listening';
    this.#state = 'closed';
    this.#stopping.abort();
    this.#waiters.fail(new Error('the receiver was closed'));
    for (const socket of this.#sockets) socket.destroy();
    if (!wasListening) return;
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    // A reset by the other side is its business; unheard, it would end the test's process.
    socket.on('error', () => {});
    socket.once('close', () => this.#sockets.delete(socket));
  }

  #number(socket: Socket): void {
    this.#connections += 1;
    this.#numbers.set(socket, this.#connections);
    socket.on('error', () => {});
  }

  async #answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const ended = new AbortController();
    response.once('close', () => ended.abort());
    try {
      const request = await readRequest(message, this.#numbers.get(message.socket) ?? 0);
      this.#requests.push(request);
      this.#waiters.check(this.#requests);
      const signal = AbortSignal.any([this.#stopping.signal, ended.signal]);
      await playStep(this.#stepFor(request), response, signal);
    } catch (cause) {
      // The connection went, or the receiver was closed. What else fails is the script's fault, and shows as a 599.
      if (ended.signal.aborted || this.#stopping.signal.aborted) return;
      if (!response.headersSent) response.writeHead(599);
      response.end(`the script threw: ${String(cause)}`);
    }
  }

  #stepFor(request: ReceivedRequest): ReceiverStep {
    const path = request.path.split('?', 1)[0] ?? '';
    const scripted = this.#scriptsByPath.get(path)?.shift() ?? this.#script.shift() ?? this.#otherwise;
    const step = typeof scripted === 'function' ? scripted(request) : scripted;
    return typeof step === 'number' ? { status: step } : step;
  }

  #requireOpen(): void {
    if (this.#state === 'closed') throw new Error('the receiver was closed; make a new one');
  }

  #requireListening(): void {
    this.#requireOpen();
    if (this.#state === 'new') throw new Error('the receiver is not listening yet; await listen() first');
  }
}
