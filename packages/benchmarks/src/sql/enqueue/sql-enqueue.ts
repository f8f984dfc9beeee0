import { median, printRatios, type Ratio } from '../../ratio-table.ts';
import { createScratchDatabase } from '../scratch-database.ts';
import { inScratchFolder } from '../scratch-folder.ts';
import { orSkip } from '../server-missing.ts';
import type { EnqueueStand } from './enqueue-stand.ts';
import { createPostgresStand } from './postgres-stand.ts';
import { createSqliteFileStand, createSqliteHandleStand } from './sqlite-stand.ts';

const callsPerRound = 10;
const rounds = 15;
const fanOuts = [1, 10];
const target = 0.7;

/** `publish` of 100 changes of 1 KB, beside inserting the same rows by hand. */
export async function measureSqlEnqueue(): Promise<boolean> {
  const rows: Ratio[] = [];
  for (const fanOut of fanOuts) {
    rows.push(await inScratchFolder((folder) => compare('SQLite file', fanOut, createSqliteFileStand(folder, fanOut))));
    rows.push(
      await inScratchFolder((folder) =>
        compare("SQLite, the host's handle and transaction", fanOut, createSqliteHandleStand(folder, fanOut)),
      ),
    );
  }
  await orSkip('sql-enqueue on PostgreSQL', async () => {
    const database = await createScratchDatabase();
    try {
      for (const fanOut of fanOuts) {
        rows.push(await compare('PostgreSQL', fanOut, createPostgresStand(database, fanOut)));
      }
    } finally {
      await database.drop();
    }
    return true;
  });
  printRatios('Rows per second: publish of 100 changes, beside multi-row INSERTs of the same rows', rows);
  return rows.every(({ target: goal }) => goal === null || goal.met);
}

async function compare(where: string, fanOut: number, creating: Promise<EnqueueStand>): Promise<Ratio> {
  const stand = await creating;
  const ours: number[] = [];
  const bare: number[] = [];
  // The first round is for the warm-up.
  for (let round = 0; round <= rounds; round += 1) {
    const inserts = Array.from({ length: callsPerRound }, () => stand.prepareInsert());
    const bareRate = await rowsPerSecond(stand, async () => {
      for (const insert of inserts) await insert();
    });
    const ownRate = await rowsPerSecond(stand, async () => {
      for (let call = 0; call < callsPerRound; call += 1) await stand.publish();
    });
    if (round === 0) continue;
    ours.push(ownRate);
    bare.push(bareRate);
  }
  await stand.close();
  const ratio = median(ours.map((rate, round) => rate / (bare[round] ?? Number.NaN)));
  return {
    name: `${where}, to ${fanOut} webhook${fanOut === 1 ? '' : 's'} each, ${stand.rowsPerCall} rows`,
    ours: `${Math.round(median(ours)).toLocaleString('en')}/s`,
    baseline: `${Math.round(median(bare)).toLocaleString('en')}/s`,
    ratio,
    target: { text: `≥ ${target.toFixed(2)}`, met: ratio >= target },
  };
}

async function rowsPerSecond({ rowsPerCall }: EnqueueStand, run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return (rowsPerCall * callsPerRound * 1_000) / (performance.now() - start);
}
