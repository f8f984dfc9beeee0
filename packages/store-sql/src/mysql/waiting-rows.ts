import type { TableNames } from '../schema/table-names.ts';
import { blocksOf } from '../session/blocks-of.ts';
import type { WaitingEnd } from '../session/dispatch-sql.ts';
import { statement, type Work } from '../session/work.ts';
import type { KeyedRows } from './keyed-rows.ts';
import { selectRows } from './select-rows.ts';

export const queueKey = ['webhook_id', 'due_at', 'seq'];

/** All that waits for one webhook. */
export class WaitingRows {
  readonly #names: TableNames;
  readonly #rows: KeyedRows;

  constructor(names: TableNames, rows: KeyedRows) {
    this.#names = names;
    this.#rows = rows;
  }

  *end(webhookId: string, leased: readonly number[], { status, code }: WaitingEnd, now: number): Work<void> {
    const waiting = (yield* this.#waiting(webhookId)).filter(({ seq }) => !leased.includes(seq));
    const deliveries = this.#names.of('deliveries');
    for (const block of blocksOf(waiting)) {
      const text =
        `UPDATE (${selectRows(block.length, ['seq'])}) r STRAIGHT_JOIN ${deliveries} d ON d.seq = r.seq ` +
        'SET d.status = ?, d.finished_at = ?, d.code = coalesce(?, d.code)';
      yield* statement(text, [...block.map(({ seq }) => seq), status, now, code]);
    }
    yield* this.#rows.deleteByKey(
      'queue',
      queueKey,
      waiting.map(({ dueAt, seq }) => [webhookId, dueAt, seq]),
    );
  }

  *makeDue(webhookId: string, leased: readonly number[], now: number): Work<void> {
    const later = (yield* this.#waiting(webhookId)).filter(({ dueAt, seq }) => dueAt > now && !leased.includes(seq));
    const deliveries = this.#names.of('deliveries');
    for (const block of blocksOf(later)) {
      const rows = selectRows(block.length, ['seq']);
      const text = `UPDATE (${rows}) r STRAIGHT_JOIN ${deliveries} d ON d.seq = r.seq SET d.due_at = ?`;
      yield* statement(text, [...block.map(({ seq }) => seq), now]);
    }
    yield* this.#rows.deleteByKey(
      'queue',
      queueKey,
      later.map(({ dueAt, seq }) => [webhookId, dueAt, seq]),
    );
    yield* this.#rows.addToQueue(later.map(({ seq }) => [webhookId, now, seq]));
  }

  /** What is committed of a webhook's queue. Read without locks: a range of rows to be locked would wait for every open publish. */
  *#waiting(webhookId: string): Work<readonly { readonly dueAt: number; readonly seq: number }[]> {
    const text = `SELECT due_at, seq FROM ${this.#names.of('queue')} WHERE webhook_id = ?`;
    return (yield* statement(text, [webhookId])).map(({ due_at, seq }) => ({
      dueAt: Number(due_at),
      seq: Number(seq),
    }));
  }
}
