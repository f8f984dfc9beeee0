import { median } from '../../ratio-table.ts';
import type { Drain } from './measure-drain.ts';

/** The medians of several drains of one queue. */
export interface DrainSummary {
  /** Jobs per second. */
  readonly speed: number;
  /** CPU of the worker, µs a job. */
  readonly worker: number;
  /** CPU of the server, µs a job. */
  readonly server: number;
  /** Both together. */
  readonly cpu: number;
  /** Jobs per second. */
  readonly enqueue: number;
}

export function summariseDrains(drains: readonly Drain[]): DrainSummary {
  return {
    speed: median(drains.map(({ jobsPerSecond }) => jobsPerSecond)),
    worker: median(drains.map(({ workerMicros }) => workerMicros)),
    server: median(drains.map(({ serverMicros }) => serverMicros)),
    cpu: median(drains.map(({ workerMicros, serverMicros }) => workerMicros + serverMicros)),
    enqueue: median(drains.map(({ enqueuedPerSecond }) => enqueuedPerSecond)),
  };
}
