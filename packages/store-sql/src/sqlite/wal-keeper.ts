import type { SqliteConnection } from './sqlite-connection.ts';

/** From this many pages of the log on, a commit copies them into the file: SQLite's own default. */
const checkpointPages = 1_000;
/** Transactions between two looks at the log. */
const firstInterval = 64;
/** A log that cannot be copied is at most about three times as long at the next look. */
const growth = 4;

/**
 * Keeps a commit from costing what the whole log costs. As long as somebody's snapshot keeps the log from being copied into the file,
 * SQLite tries again at every commit, and may sort all of the log to do so. Here it is tried when the log has doubled.
 */
export class WalKeeper {
  readonly #connection: SqliteConnection;
  #interval = firstInterval;
  #left = firstInterval;
  #pages = checkpointPages;

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
  }

  /** Is to be told of every commit, once no transaction is open. Never throws. */
  afterCommit(): void {
    this.#left -= 1;
    if (this.#left > 0) return;
    try {
      this.#look();
    } catch {
      // Whatever is wrong with the file, the next transaction meets it too, and has somebody to tell.
    }
    this.#left = this.#interval;
  }

  #look(): void {
    const { log, copied } = this.#checkpoint();
    const isBlocked = log - copied >= checkpointPages;
    this.#interval = isBlocked ? this.#interval * 2 : firstInterval;
    this.#tryFrom(isBlocked ? log * growth : checkpointPages);
  }

  /** Copies what can be copied, in pages; both are -1 where there is no log. */
  #checkpoint(): { readonly log: number; readonly copied: number } {
    const [row] = this.#connection.execute({ sql: 'PRAGMA wal_checkpoint(PASSIVE)', parameters: [] });
    return { log: Number(row?.log), copied: Number(row?.checkpointed) };
  }

  #tryFrom(pages: number): void {
    if (pages === this.#pages) return;
    this.#connection.command(`PRAGMA wal_autocheckpoint = ${pages}`);
    this.#pages = pages;
  }
}
