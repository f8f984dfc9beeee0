import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type {
  Collected,
  EndpointPlan,
  ReceiverCall,
  ReceiverCommand,
  ReceiverReady,
  ReceiverReply,
} from './messages.ts';

interface Waiting {
  readonly resolve: (collected: Collected) => void;
  readonly reject: (error: Error) => void;
}

/** The host's end of the receiver process. Each call rejects when the process has ended. */
export class Receiver {
  /** Always open. */
  readonly url: string;
  /** The port that can be shut. */
  readonly secondUrl: string;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;

  constructor(child: ChildProcess, { ready }: ReceiverReady) {
    this.#child = child;
    this.url = ready.url;
    this.secondUrl = ready.secondUrl;
    child.on('message', (reply: ReceiverReply) => this.#settle(reply));
    child.once('exit', () => this.#fail('the receiver process has ended'));
  }

  async serve(path: string, plan: EndpointPlan): Promise<void> {
    await this.#ask({ do: 'serve', path, plan });
  }

  /** What arrived since the last time. */
  collect(): Promise<Collected> {
    return this.#ask({ do: 'collect' });
  }

  /** The second port refuses connections from now on. */
  async goDown(): Promise<void> {
    await this.#ask({ do: 'go-down' });
  }

  async comeUp(): Promise<void> {
    await this.#ask({ do: 'come-up' });
  }

  /** Ends the process and waits until it has. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill();
    await ended;
  }

  #ask(command: ReceiverCommand): Promise<Collected> {
    this.#calls += 1;
    const message: ReceiverCall = { call: this.#calls, command };
    return new Promise((resolve, reject) => {
      this.#waiting.set(message.call, { resolve, reject });
      this.#child.send(message, (error) => {
        if (error) this.#fail(error.message);
      });
    });
  }

  #settle(reply: ReceiverReply): void {
    const waiting = this.#waiting.get(reply.call);
    this.#waiting.delete(reply.call);
    if ('failed' in reply) waiting?.reject(new Error(`receiver: ${reply.failed}`));
    else waiting?.resolve(reply.collected);
  }

  #fail(message: string): void {
    for (const { reject } of this.#waiting.values()) reject(new Error(message));
    this.#waiting.clear();
  }
}

/** Starts the receiver process and waits until its ports are open. @throws Error when it ends before that */
export async function startReceiver(): Promise<Receiver> {
  const child = fork(fileURLToPath(new URL('./receiver-process.ts', import.meta.url)));
  const ready = await new Promise<ReceiverReady>((resolve, reject) => {
    child.once('message', (message) => resolve(message as ReceiverReady));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the receiver process ended with exit code ${code}`)));
  });
  return new Receiver(child, ready);
}
