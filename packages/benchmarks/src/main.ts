// Prints what the engine costs, each as a ratio to the plain way of doing the same in the same run. Arguments name the
// measurements to make; without any, all are made. Ends with 1 when one misses its target.
import { measureComposing } from './composing.ts';
import { measureDelivering } from './delivering.ts';
import { measureMatching } from './matching.ts';
import { measureRest } from './rest/rest.ts';
import { measureSending } from './sending/sending.ts';
import { measureSqlClaim } from './sql/claim/sql-claim.ts';
import { measureSqlEnqueue } from './sql/enqueue/sql-enqueue.ts';
import { measureSqlMemory } from './sql/memory/sql-memory.ts';
import { measureSqlQueues } from './sql/queues/sql-queues.ts';
import { measureSqlFanOut } from './sql/sql-fan-out.ts';

const measurements: Readonly<Record<string, () => Promise<boolean>>> = {
  matching: measureMatching,
  composing: measureComposing,
  delivering: measureDelivering,
  sending: measureSending,
  rest: measureRest,
  'sql-queues': measureSqlQueues,
  'sql-enqueue': measureSqlEnqueue,
  'sql-claim': measureSqlClaim,
  'sql-fan-out': measureSqlFanOut,
  'sql-memory': measureSqlMemory,
};

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(measurements);
let met = true;
for (const name of names) {
  const measure = measurements[name];
  if (measure === undefined) {
    process.stderr.write(`unknown measurement "${name}"; expected ${Object.keys(measurements).join(', ')}\n`);
    process.exit(2);
  }
  met = (await measure()) && met;
}
process.exitCode = met ? 0 : 1;
