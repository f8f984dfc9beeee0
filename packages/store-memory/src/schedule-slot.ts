import type { HeapItem } from './binary-heap.ts';
import type { Link } from './chain.ts';

/** In place of an instant: whatever the hour, not before something changes. */
export const never = Number.POSITIVE_INFINITY;

/** A lane's place in the schedule, which alone writes it. */
export class ScheduleSlot<Owner> implements HeapItem, Link<ScheduleSlot<Owner>> {
  readonly owner: Owner;
  /** `ready`: in line. `timed`: waits for `at`. `idle`: has nothing to give until something changes. */
  state: 'idle' | 'ready' | 'timed' = 'idle';
  /** Unix ms. */
  at = 0;
  heapIndex = -1;
  prev: ScheduleSlot<Owner> | null = null;
  next: ScheduleSlot<Owner> | null = null;

  constructor(owner: Owner) {
    this.owner = owner;
  }
}
