import { opportunity } from '../sample-records.ts';

const bytes = 1_024;

/** An opportunity whose JSON text has 1,024 bytes. */
export function kilobyteRecord(index: number): Record<string, unknown> {
  const record = opportunity(index, index % 1_000);
  const missing = bytes - JSON.stringify(record).length;
  return { ...record, description: `${record.description}${'.'.repeat(Math.max(missing, 0))}` };
}
