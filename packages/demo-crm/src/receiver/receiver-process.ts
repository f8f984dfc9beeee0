// The customers' side, a process of its own: it knows the addresses and secrets that it was told, and nothing of the engine.
import type { RequestListener } from 'node:http';
import { Door } from './door.ts';
import { Inbox } from './inbox.ts';
import type { ReceiverCall, ReceiverCommand, ReceiverReady, ReceiverReply } from './messages.ts';

const inbox = new Inbox();

const listener: RequestListener = (request, response) => {
  inbox.receive(request, response).catch((error: unknown) => {
    process.stderr.write(`receiver: ${request.url}: ${String(error)}\n`);
    response.destroy();
  });
};

const main = new Door(listener);
const second = new Door(listener);

async function obey(command: ReceiverCommand): Promise<void> {
  if (command.do === 'serve') inbox.serve(command.path, command.plan);
  else if (command.do === 'go-down') await second.shut();
  else if (command.do === 'come-up') await second.open();
}

function tell(message: ReceiverReady | ReceiverReply): void {
  process.send?.(message);
}

process.on('message', ({ call, command }: ReceiverCall) => {
  obey(command).then(
    () => tell({ call, collected: command.do === 'collect' ? inbox.collect() : { requests: [], writtenBack: [] } }),
    (error: unknown) => tell({ call, failed: String(error) }),
  );
});

// The host has gone, in whatever way.
process.on('disconnect', () => process.exit());
// Ctrl-C reaches the whole group: the host decides when to end.
process.on('SIGINT', () => undefined);

await Promise.all([main.open(), second.open()]);
tell({ ready: { url: main.url, secondUrl: second.url } });
