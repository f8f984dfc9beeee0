import type { RunningReceiver } from '../../start-receiver.ts';
import type { ServerCpu } from '../server-cpu.ts';
import type { QueuePublisher } from './queue-contestant.ts';
import type { RunningWorker } from './start-worker.ts';

/** What one drain of a queue took. */
export interface Drain {
  /** Between its first and its last request. */
  readonly jobsPerSecond: number;
  /** Of the worker's process, from its start until all is recorded, in µs a job. */
  readonly workerMicros: number;
  /** Of all the server's processes, meanwhile, in µs a job. */
  readonly serverMicros: number;
  readonly enqueuedPerSecond: number;
}

export interface DrainParts {
  readonly publisher: QueuePublisher;
  readonly worker: RunningWorker;
  readonly receiver: RunningReceiver;
  readonly serverCpu: ServerCpu;
  /** Called when the jobs are in the queue and the worker is not started yet. */
  readonly settle: () => Promise<void>;
}

/** Puts jobs into an empty queue, then has the worker send them all. */
export async function measureDrain(
  { publisher, worker, receiver, serverCpu, settle }: DrainParts,
  jobs: number,
): Promise<Drain> {
  const publishedAt = performance.now();
  await publisher.publish(jobs);
  const enqueueMs = performance.now() - publishedAt;
  await settle();
  const serverBefore = await serverCpu.readMicros();
  const received = receiver.count(jobs);
  const started = await worker.tell('start');
  const drainMs = await received;
  const stopped = await worker.tell('stop');
  const serverAfter = await serverCpu.readMicros();
  const waiting = await publisher.waiting();
  if (waiting !== 0) throw new Error(`${waiting} of ${jobs} jobs are left although all requests have arrived`);
  return {
    jobsPerSecond: (jobs * 1_000) / drainMs,
    workerMicros: (stopped.after - started.before) / jobs,
    serverMicros: (serverAfter - serverBefore) / jobs,
    enqueuedPerSecond: (jobs * 1_000) / enqueueMs,
  };
}
