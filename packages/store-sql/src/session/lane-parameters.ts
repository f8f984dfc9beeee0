import type { SqlValue } from '../sql-executor.ts';
import type { LaneSave } from './dispatch-sql.ts';

/** The assignments that save one lane, with `?` for {@link laneParameters}. */
export const laneAssignments =
  'version = version + 1, next_at = ?, work_at = ?, head_at = ?, head_seq = ?, turn = ?, blocked_until = ?, rate_full_at = ?, ' +
  'failing_since = ?, tried_since = ?, slowdown = ?, pace_changed_at = ?, leases = ?';

/** In the order of {@link laneAssignments}; the last one is the key. */
export function laneParameters(lane: LaneSave): readonly SqlValue[] {
  return [
    lane.next_at,
    lane.work_at,
    lane.head_at,
    lane.head_seq,
    lane.turn,
    lane.blocked_until,
    lane.rate_full_at,
    lane.failing_since,
    lane.tried_since,
    lane.slowdown,
    lane.pace_changed_at,
    lane.leases,
    lane.webhook_id,
  ];
}
