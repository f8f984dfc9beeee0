// One process of a host: publishes, delivers, or both, until it is killed or its input ends. It tells what it does, a line
// each: `ready`, `committed <change>`, `rolled-back <change>`, `delivered <delivery>`.
import { createWebhooks, type crmCatalog, WebhookError } from '@hookwright/core';
import { httpSender } from '@hookwright/http-sender';
import { seededRandom } from '@hookwright/testing';
import { crashHost } from './crash-place.ts';
import { changeName, crashRetry, eventOf, type ProcessTask } from './process-task.ts';

const task = JSON.parse(process.argv[2] ?? '') as ProcessTask;
const random = seededRandom(task.seed);
const host = crashHost(task.place);
const webhooks = createWebhooks<typeof crmCatalog, unknown>({
  store: host.store,
  senders: [httpSender({ allowPrivateNetworks: true })],
  dispatch: { leaseMs: 1_000, pollIntervalMs: 50, timeoutMs: 500 },
  retry: crashRetry,
});

let isStopping = false;
process.stdin.on('end', () => {
  isStopping = true;
});
process.stdin.resume();

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function publishOne(change: string): Promise<void> {
  const isWanted = random.number() < 0.75;
  const note = 'x'.repeat(Math.floor(random.number() * 3_000));
  await host.record(change, async (transaction) => {
    await webhooks.publish({ event: eventOf(change), entity: { id: change, note } }, { transaction });
    // Another turn of the event loop, as a host has it between two statements.
    await new Promise(setImmediate);
    return isWanted;
  });
  tell(`${isWanted ? 'committed' : 'rolled-back'} ${change}`);
  if (isWanted) webhooks.wake();
}

async function publishAll(): Promise<void> {
  for (let count = 0; !isStopping; count += 1) {
    try {
      await publishOne(changeName(task.name, count));
    } catch (error) {
      // The database is away, or another process has it: the change is lost, and so is what was to tell of it.
      tell(`failed ${String(error)}`);
    }
    // Leaves the others some of the processor.
    await new Promise((resolve) => setTimeout(resolve, 5 + random.number() * 20));
  }
}

/** The database may be away at this moment too. */
async function startDelivering(): Promise<void> {
  for (;;) {
    try {
      return await webhooks.start();
    } catch (error) {
      if (!WebhookError.is(error) || !error.retryable || isStopping) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function main(): Promise<void> {
  webhooks.on('delivery-succeeded', ({ deliveryId }) => tell(`delivered ${deliveryId}`));
  webhooks.on('error', (error) => tell(`error ${error.code} ${error.message}`));
  if (task.delivers) await startDelivering();
  tell('ready');
  if (task.publishes) await publishAll();
  else await new Promise((resolve) => process.stdin.once('end', resolve));
  await webhooks.stop({ timeoutMs: 2_000 });
  await host.close();
}

void main();
