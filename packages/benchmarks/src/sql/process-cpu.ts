import { readdirSync, readFileSync } from 'node:fs';

/** What `/proc` counts CPU time in: 1/100 s on every Linux that Node runs on. */
const microsPerTick = 10_000;

interface ProcessStat {
  readonly parent: number;
  readonly ownTicks: number;
  /** Of its children that have ended. */
  readonly endedTicks: number;
}

/** CPU time that a process and its children have taken so far, those that have ended included, in µs. Linux only. */
export function processTreeMicros(pid: number): number {
  for (;;) {
    const before = readStat(pid);
    let ticks = 0;
    for (const name of readdirSync('/proc')) {
      const child = /^\d+$/.test(name) ? readStat(Number(name)) : null;
      if (child?.parent === pid) ticks += child.ownTicks + child.endedTicks;
    }
    const after = readStat(pid);
    if (before === null || after === null) throw new Error(`there is no process ${pid} here`);
    // A child that ended meanwhile may have been counted in neither place.
    if (before.endedTicks === after.endedTicks) return (ticks + after.ownTicks + after.endedTicks) * microsPerTick;
  }
}

/** @returns the process that started `pid`, or null when there is no such process here */
export function parentOf(pid: number): number | null {
  return readStat(pid)?.parent ?? null;
}

function readStat(pid: number): ProcessStat | null {
  try {
    // The name, in parentheses, may hold spaces: fields are counted from behind it.
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [1, 11, 12, 13, 14].map(
      (at) => fields[at],
    );
    return { parent, ownTicks: user + system, endedTicks: endedUser + endedSystem };
  } catch {
    return null;
  }
}
