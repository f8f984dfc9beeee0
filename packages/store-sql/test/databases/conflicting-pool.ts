/** A pool, or a connection of one, that is told which statement is to fail. */
export interface ConflictPlan {
  /** Counts down with each statement; the one that finds 0 fails. */
  left: number;
  /** How many statements have failed so. */
  failed: number;
}

type Call = (...given: unknown[]) => unknown;

/** How a real conflict is had on a connection: what ends its transaction and rejects as the server rejects. */
type Conflict = (query: Call, turn: number) => Promise<never>;

/** On PostgreSQL, by turns a serialization failure and a deadlock: raised by the server, which aborts the transaction as ever. */
export const postgresConflict: Conflict = async (query, turn) => {
  const sqlState = turn % 2 === 0 ? '40001' : '40P01';
  await query(`DO $$ BEGIN RAISE EXCEPTION 'staged conflict' USING ERRCODE = '${sqlState}'; END $$`);
  throw new Error('the staged conflict did not come');
};

/** On MariaDB: rolled back first, as the server does with the victim of a deadlock. */
export const mariadbDeadlock: Conflict = async (query) => {
  await query('ROLLBACK');
  await query("SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213, MESSAGE_TEXT = 'staged deadlock'");
  throw new Error('the staged conflict did not come');
};

let turn = 0;
const queries: ReadonlySet<string | symbol> = new Set(['query', 'execute']);
const connects: ReadonlySet<string | symbol> = new Set(['connect', 'getConnection']);

/** The same pool or connection, whose statements fail by plan. */
export function conflicting<Handle extends object>(handle: Handle, plan: ConflictPlan, conflict: Conflict): Handle {
  return new Proxy(handle, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      const call: Call = (...given) => Reflect.apply(member, target, given);
      if (connects.has(name)) return async () => conflicting((await call()) as object, plan, conflict);
      if (!queries.has(name)) return call;
      return (...given: unknown[]) => {
        plan.left -= 1;
        if (plan.left >= 0) return call(...given);
        plan.left = Number.POSITIVE_INFINITY;
        plan.failed += 1;
        turn += 1;
        return conflict((sql) => (target as { query: Call }).query(sql), turn);
      };
    },
  });
}
