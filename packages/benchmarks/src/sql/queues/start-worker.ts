import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ContestantName } from './load-contestant.ts';
import type { QueueArena } from './queue-contestant.ts';
import type { CommandCpu, WorkerCommand } from './worker-process.ts';

export interface RunningWorker {
  /** Resolves once it is done. */
  tell(command: WorkerCommand): Promise<CommandCpu>;
}

/** Room for the jobs under way, so that a minor collection does not copy them again and again. It helps every contestant. */
const heapFlags = ['--max-semi-space-size=64'];

/** Starts a contestant's worker in a process of its own, which ends with `close`, or with this one. */
export async function startWorker(name: ContestantName, arena: QueueArena): Promise<RunningWorker> {
  const file = fileURLToPath(new URL('./worker-process.ts', import.meta.url));
  const child = fork(file, [name, JSON.stringify(arena)], { execArgv: [...process.execArgv, ...heapFlags] });
  await nextAnswer(name, child);
  return {
    tell: (command) => {
      child.send(command);
      return nextAnswer(name, child);
    },
  };
}

async function nextAnswer(name: string, child: ChildProcess): Promise<CommandCpu> {
  const waiting = new AbortController();
  const ended = once(child, 'exit', { signal: waiting.signal }).then(([code]) => {
    throw new Error(`the worker of ${name} ended with ${code}`);
  });
  const answer = once(child, 'message', { signal: waiting.signal });
  try {
    const [cpu] = (await Promise.race([answer, ended])) as [CommandCpu];
    return cpu;
  } finally {
    waiting.abort();
    ended.catch(() => {});
  }
}
