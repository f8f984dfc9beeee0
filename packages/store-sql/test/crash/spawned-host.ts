import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { ProcessTask } from './process-task.ts';

/** A process of the host, as the test sees it. */
export class SpawnedHost {
  readonly task: ProcessTask;
  /** What it told, in order. */
  readonly lines: string[] = [];
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #ended: Promise<unknown>;
  #errors = '';

  /** @param script - of a `HostBundle` */
  constructor(script: string, task: ProcessTask) {
    this.task = task;
    // Nothing that a test runner set for its own workers.
    const env = { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, HOME: process.env.HOME };
    this.#child = spawn(process.execPath, [script, JSON.stringify(task)], { stdio: 'pipe', env });
    // Whole lines alone: a kill may cut one.
    let rest = '';
    this.#child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      this.lines.push(...lines);
    });
    this.#child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      this.#errors += chunk;
    });
    // Killed before it has read its input.
    this.#child.stdin.on('error', () => {});
    this.#ended = once(this.#child, 'close');
  }

  get isReady(): boolean {
    return this.lines.includes('ready');
  }

  /** How often it told of something. */
  count(what: string): number {
    return this.told(what).length;
  }

  /** What it told of something. */
  told(what: string): readonly string[] {
    return this.lines.filter((line) => line.startsWith(`${what} `)).map((line) => line.slice(what.length + 1));
  }

  /** Resolves once it delivers and publishes. Rejects when it ends before. */
  async ready(): Promise<void> {
    const ended = this.#ended.then(() => {
      if (!this.isReady) throw new Error(`a process of the host was not ready when ${this.#end}`);
    });
    while (!this.isReady) await Promise.race([ended, once(this.#child.stdout, 'data')]);
  }

  /** SIGKILL. Resolves once it is gone. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  /** Asks it to end. @returns what it wrote to stderr when it did not end well, else null */
  async stop(): Promise<string | null> {
    this.#child.stdin.end();
    await this.#ended;
    return this.#child.exitCode === 0 ? null : this.#end;
  }

  get #end(): string {
    const { exitCode, signalCode } = this.#child;
    return `it ended with ${exitCode ?? signalCode}: ${this.#errors}\n${this.lines.slice(-5).join('\n')}`;
  }
}
