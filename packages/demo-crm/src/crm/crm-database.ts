import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { crmTables } from './crm-tables.ts';

/** A connection to the CRM's file; an open transaction, once BEGIN was executed on it. */
export type CrmHandle = Database.Database;

/** The CRM's SQLite file, new and in a folder of its own. The webhook engine keeps its tables in the same file. */
export class CrmDatabase {
  readonly file: string;
  /** All transactions run on it. */
  readonly writer: CrmHandle;
  /** For everything else: it sees what is committed, and nothing of a transaction that is open. */
  readonly reader: CrmHandle;
  readonly #folder: string;
  #lastEnds: Promise<unknown> = Promise.resolve();

  constructor() {
    this.#folder = mkdtempSync(join(tmpdir(), 'hookwright-demo-'));
    this.file = join(this.#folder, 'crm.db');
    this.writer = new Database(this.file);
    // Lets the engine and the reader go on while a transaction is open.
    this.writer.exec('PRAGMA journal_mode = WAL');
    this.writer.exec('PRAGMA foreign_keys = ON');
    this.writer.exec(crmTables);
    this.reader = new Database(this.file);
    this.reader.exec('PRAGMA query_only = ON');
  }

  /**
   * Runs work in a transaction: when it rejects, nothing of what it wrote is kept. The writer is one connection, so each transaction
   * waits for the end of the one before, and work must not wait for another transaction.
   *
   * @throws what the work throws
   */
  transact<Result>(work: (transaction: CrmHandle) => Promise<Result> | Result): Promise<Result> {
    const result = this.#lastEnds.then(() => this.#run(work));
    this.#lastEnds = result.catch(() => undefined);
    return result;
  }

  /** Waits for the transactions that were begun, closes the file and removes it. */
  async close(): Promise<void> {
    await this.#lastEnds;
    this.reader.close();
    this.writer.close();
    // libsql lets go of a closed file a little later, and Windows removes no file that is held: then it stays.
    await rm(this.#folder, { recursive: true, force: true }).catch(() => undefined);
  }

  async #run<Result>(work: (transaction: CrmHandle) => Promise<Result> | Result): Promise<Result> {
    const { writer } = this;
    writer.exec('BEGIN IMMEDIATE');
    try {
      const result = await work(writer);
      writer.exec('COMMIT');
      return result;
    } catch (error) {
      // Some errors have ended it already.
      if (writer.inTransaction) writer.exec('ROLLBACK');
      throw error;
    }
  }
}
