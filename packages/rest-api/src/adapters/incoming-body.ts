import type { IncomingMessage } from 'node:http';

/** How much of a body that nobody wants is read, in bytes, so that the client can finish sending it and read the answer. */
const maxDiscardedBytes = 16 * 1_048_576;

/** The body of Node's request as a stream. It fails when the client goes away. */
export function bodyOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  let onData = (_: Uint8Array): void => undefined;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let isOver = false;
        const end = (finish: () => void) => () => {
          if (!isOver) finish();
          isOver = true;
        };
        onData = (chunk) => {
          controller.enqueue(new Uint8Array(chunk));
          incoming.pause();
        };
        const fail = end(() => controller.error(new Error('the client went away')));
        incoming.on('data', onData);
        incoming.once(
          'end',
          end(() => controller.close()),
        );
        incoming.once('error', fail).once('close', fail);
        incoming.pause();
      },
      pull() {
        incoming.resume();
      },
      cancel() {
        incoming.off('data', onData);
        discard(incoming);
      },
    },
    // One chunk at a time: the rest waits in the socket.
    { highWaterMark: 0 },
  );
}

function discard(incoming: IncomingMessage): void {
  let discardedBytes = 0;
  incoming.on('data', (chunk: Uint8Array) => {
    discardedBytes += chunk.byteLength;
    if (discardedBytes > maxDiscardedBytes) incoming.destroy();
  });
  incoming.resume();
}
