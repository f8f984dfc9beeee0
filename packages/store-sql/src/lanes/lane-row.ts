import type { Driven } from '../schema/query-builder.ts';
import type { LanesTable } from '../schema/tables.ts';
import type { Lane, LaneLease } from './lane.ts';

/** A lane as it is stored, but for `version`, which the save counts up. */
export type LaneValues = Omit<LanesTable, 'version'>;

/** Numbers that a lease is stored as: seq, turn, until, dueAt, and 1 where it is doomed. One after the other, as JSON is read fastest. */
const leaseLength = 5;

export const noLeases = '[]';

/** Drivers give large integers as numbers, strings or bigints. */
export function readLane(row: Driven<Omit<LanesTable, 'next_at'>>): Lane {
  const leases = readLeases(row.leases);
  const lane = {
    webhookId: String(row.webhook_id),
    version: Number(row.version),
    workAt: numberOrNull(row.work_at),
    headAt: Number(row.head_at),
    headSeq: Number(row.head_seq),
    turn: Number(row.turn),
    blockedUntil: Number(row.blocked_until),
    rateFullAt: Number(row.rate_full_at),
    health: { failingSince: numberOrNull(row.failing_since), triedSince: Number(row.tried_since) },
    pace: { slowdown: Number(row.slowdown), changedAt: Number(row.pace_changed_at) },
  };
  // Who had what is not known any more: all that waits is looked through anew, and may be sent twice.
  if (leases === null) return { ...lane, workAt: 0, headAt: 0, headSeq: 0, leases: [] };
  return { ...lane, leases };
}

/** @returns null for what this store did not write */
export function readLeases(text: unknown): LaneLease[] | null {
  if (text === noLeases) return [];
  const values = parseNumbers(text);
  if (values === null || values.length % leaseLength !== 0) return null;
  const leases: LaneLease[] = [];
  for (let at = 0; at < values.length; at += leaseLength) {
    leases.push({
      seq: values[at] as number,
      turn: values[at + 1] as number,
      until: values[at + 2] as number,
      dueAt: values[at + 3] as number,
      isDoomed: values[at + 4] === 1,
    });
  }
  return leases;
}

function parseNumbers(text: unknown): readonly number[] | null {
  try {
    const values: unknown = JSON.parse(String(text));
    return Array.isArray(values) && values.every(Number.isFinite) ? values : null;
  } catch {
    return null;
  }
}

function writeLeases(leases: readonly LaneLease[]): string {
  let text = '';
  for (const { seq, turn, until, dueAt, isDoomed } of leases) {
    text += `${text === '' ? '' : ','}${seq},${turn},${until},${dueAt},${isDoomed ? 1 : 0}`;
  }
  return `[${text}]`;
}

export function laneValues(lane: Lane, nextAt: number | null): LaneValues {
  return {
    webhook_id: lane.webhookId,
    next_at: nextAt,
    work_at: lane.workAt,
    head_at: lane.headAt,
    head_seq: lane.headSeq,
    turn: lane.turn,
    blocked_until: lane.blockedUntil,
    rate_full_at: lane.rateFullAt,
    failing_since: lane.health.failingSince,
    tried_since: lane.health.triedSince,
    slowdown: lane.pace.slowdown,
    pace_changed_at: lane.pace.changedAt,
    leases: writeLeases(lane.leases),
  };
}

export function numberOrNull(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}

export function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
