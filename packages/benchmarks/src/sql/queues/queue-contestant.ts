/** Where a contest takes place. Plain data: it is handed to other processes. */
export interface QueueArena {
  readonly postgresUrl: string;
  readonly redisUrl: string;
  /** For what is not in a database of this run's own; unique to this run. */
  readonly queueName: string;
  /** Takes what is sent. */
  readonly receiverUrl: string;
  /** What the jobs of the others post: the body of a request that Hookwright made of one change. */
  readonly body: string;
}

/** Puts jobs into a queue: one job is one request. */
export interface QueuePublisher {
  publish(jobs: number): Promise<void>;
  /** Jobs that are not finished. */
  waiting(): Promise<number>;
  close(): Promise<void>;
}

/** Takes jobs out of a queue and sends their requests, in a process of its own. */
export interface QueueWorker {
  start(): Promise<void>;
  /** Resolves once all that was begun is finished and recorded. It can start again. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** A way to get requests out of a database, at the best settings known for it. */
export interface QueueContestant {
  /** With the version that is installed. */
  readonly title: string;
  readonly server: 'postgres' | 'redis';
  createPublisher(arena: QueueArena): Promise<QueuePublisher>;
  /** The publisher's process has made what the queue needs. */
  createWorker(arena: QueueArena): Promise<QueueWorker>;
}
