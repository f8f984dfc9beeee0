// The worker of one contestant, in a process of its own: told to `start`, to `stop` and to `close` by its parent, it answers
// each when it is done, with the CPU time that it has taken before it and by then.
import { type ContestantName, loadContestant } from './load-contestant.ts';
import type { QueueArena } from './queue-contestant.ts';

export type WorkerCommand = 'start' | 'stop' | 'close';

/** CPU time of the process around a command, in µs since its beginning. */
export interface CommandCpu {
  readonly before: number;
  readonly after: number;
}

const [name, arena] = process.argv.slice(2) as [ContestantName, string];
const worker = await (await loadContestant(name)).createWorker(JSON.parse(arena) as QueueArena);

process.on('message', async (command: WorkerCommand) => {
  const before = cpuMicros();
  await worker[command]();
  process.send?.({ before, after: cpuMicros() } satisfies CommandCpu);
  if (command === 'close') process.disconnect();
});
// Its parent is gone, or has closed it.
process.on('disconnect', () => process.exit());
process.send?.({ before: 0, after: cpuMicros() } satisfies CommandCpu);

function cpuMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
