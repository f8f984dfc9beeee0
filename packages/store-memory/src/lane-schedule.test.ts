import { describe, expect, it } from 'vitest';
import { LaneSchedule } from './lane-schedule.ts';
import { never, ScheduleSlot } from './schedule-slot.ts';

function newSchedule(...names: readonly string[]) {
  const schedule = new LaneSchedule<string>();
  const slots = names.map((name) => new ScheduleSlot(name));
  return { schedule, slots };
}

describe('LaneSchedule', () => {
  it('gives lanes in line their turns', () => {
    const { schedule, slots } = newSchedule('a', 'b');
    for (const slot of slots) schedule.place(slot, 0, 0);
    const turns: (string | null)[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const lane = schedule.next();
      turns.push(lane);
      const slot = slots.find(({ owner }) => owner === lane);
      if (slot) schedule.place(slot, 0, 0);
    }
    expect(turns).toEqual(['a', 'b', 'a', 'b']);
  });

  it('holds back what is for later until it is moved into line, the earliest first', () => {
    const { schedule, slots } = newSchedule('late', 'early', 'middle');
    for (const [index, at] of [30, 10, 20].entries()) schedule.place(slots[index] as ScheduleSlot<string>, at, 0);
    expect(schedule.next()).toBeNull();
    expect(schedule.nextAt(0)).toBe(10);
    schedule.advance(20, 1);
    expect([schedule.next(), schedule.next()]).toEqual(['early', null]);
    schedule.advance(20, 10);
    expect([schedule.next(), schedule.next()]).toEqual(['middle', null]);
    expect(schedule.nextAt(20)).toBe(30);
    expect(schedule.nextAt(50)).toBe(50);
  });

  it('keeps the place of a lane that is in line already, and moves one whose time changes', () => {
    const { schedule, slots } = newSchedule('a', 'b');
    const [a, b] = slots as [ScheduleSlot<string>, ScheduleSlot<string>];
    schedule.place(a, 0, 0);
    schedule.place(b, 0, 0);
    schedule.place(a, 0, 5);
    expect(schedule.next()).toBe('a');
    schedule.place(b, 70, 5);
    expect(schedule.next()).toBeNull();
    schedule.place(b, 60, 5);
    expect(schedule.nextAt(5)).toBe(60);
    schedule.place(b, never, 5);
    expect(schedule.nextAt(5)).toBe(never);
    expect(b.state).toBe('idle');
  });
});
