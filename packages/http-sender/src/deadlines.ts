/** Durations are rounded up to a multiple of this, in ms, so that few distinct ones make few queues. */
const granularityMs = 10;
const longestTimerMs = 2 ** 31 - 1;

/** Something that must end by a time: itself a node of the list that {@link Deadlines} keeps, so that nothing is made for it. */
export abstract class Deadline {
  /** On the monotonic clock, in ms. Written by {@link Deadlines} alone, as are the links. */
  dueAt = 0;
  queue: DeadlineQueue | null = null;
  previous: Deadline | null = null;
  next: Deadline | null = null;

  /** Its time has come. It has left the list already. Must not throw. */
  abstract expire(): void;
}

/** Deadlines of one duration: in order of being set they are in order of being due, so the head is always the next. */
class DeadlineQueue {
  readonly durationMs: number;
  head: Deadline | null = null;
  tail: Deadline | null = null;
  /** Runs towards a head of the past or present; never moved when that head leaves. */
  timer: NodeJS.Timeout | null = null;

  constructor(durationMs: number) {
    this.durationMs = durationMs;
  }
}

/**
 * Keeps any number of deadlines with one timer per distinct duration, O(1) to set and to clear. They come at most about
 * 10 ms late, more only when the event loop is busy. Holds the process while a deadline is set, and not otherwise.
 */
export class Deadlines {
  readonly #queues = new Map<number, DeadlineQueue>();

  /** @param delayMs - from now, > 0 */
  set(deadline: Deadline, delayMs: number): void {
    const durationMs = Math.min(Math.ceil(delayMs / granularityMs) * granularityMs, longestTimerMs);
    let queue = this.#queues.get(durationMs);
    if (queue === undefined) {
      queue = new DeadlineQueue(durationMs);
      this.#queues.set(durationMs, queue);
    }
    deadline.dueAt = performance.now() + durationMs;
    deadline.queue = queue;
    deadline.previous = queue.tail;
    if (queue.tail === null) queue.head = deadline;
    else queue.tail.next = deadline;
    queue.tail = deadline;
    if (queue.timer === null) this.#arm(queue, durationMs);
    else if (queue.head === deadline) queue.timer.ref();
  }

  /** Does nothing if it is not set. */
  clear(deadline: Deadline): void {
    const { queue, previous, next } = deadline;
    if (queue === null) return;
    if (previous === null) queue.head = next;
    else previous.next = next;
    if (next === null) queue.tail = previous;
    else next.previous = previous;
    deadline.queue = deadline.previous = deadline.next = null;
    if (queue.head === null) queue.timer?.unref();
  }

  /** Those that are set now. */
  all(): readonly Deadline[] {
    const all: Deadline[] = [];
    for (const { head } of this.#queues.values()) {
      for (let deadline = head; deadline !== null; deadline = deadline.next) all.push(deadline);
    }
    return all;
  }

  #arm(queue: DeadlineQueue, delayMs: number): void {
    queue.timer = setTimeout(() => {
      // After a stall of the event loop timers run before sockets are read: what has arrived meanwhile is taken first.
      setImmediate(() => this.#expireDue(queue));
    }, delayMs);
  }

  #expireDue(queue: DeadlineQueue): void {
    const now = performance.now();
    let head = queue.head;
    while (head !== null && head.dueAt <= now + 1) {
      this.clear(head);
      head.expire();
      head = queue.head;
    }
    if (head === null) {
      queue.timer = null;
      this.#queues.delete(queue.durationMs);
    } else {
      this.#arm(queue, Math.max(1, head.dueAt - now));
    }
  }
}
