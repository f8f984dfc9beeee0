import type { IncomingMessage } from 'node:http';
import type { ReadableStreamDefaultController } from 'node:stream/web';

/** How much of a body that nobody wants is read, in bytes, so that the client can finish sending it and read the answer. */
const maxDiscardedBytes = 16 * 1_048_576;

/** The body of Node's request as a stream. It fails when the client goes away. */
export function bodyOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  let release = (): void => undefined;
  const source = {
    start(controller: ReadableStreamDefaultController<Uint8Array>) {
      const onData = (chunk: Uint8Array): void => {
        controller.enqueue(new Uint8Array(chunk));
        incoming.pause();
      };
      // A stream that is closed, failed or cancelled refuses to be so again, and by throwing: whatever comes first is the last.
      const onEnd = (): void => {
        release();
        controller.close();
      };
      const onGone = (): void => {
        release();
        controller.error(new Error('the client went away'));
      };
      release = () => {
        incoming.off('data', onData).off('end', onEnd).off('close', onGone).off('error', onGone);
        // What fails later concerns nobody; without a listener it would end the process.
        incoming.on('error', () => undefined);
      };
      incoming.on('data', onData).on('end', onEnd).on('close', onGone).on('error', onGone);
      incoming.pause();
      if (incoming.destroyed) onGone();
    },
    pull() {
      incoming.resume();
    },
    cancel() {
      release();
      discard(incoming);
    },
  };
  // One chunk at a time: the rest waits in the socket.
  return new ReadableStream(source, { highWaterMark: 0 });
}

function discard(incoming: IncomingMessage): void {
  let discardedBytes = 0;
  incoming.on('data', (chunk: Uint8Array) => {
    discardedBytes += chunk.byteLength;
    if (discardedBytes > maxDiscardedBytes) incoming.destroy();
  });
  incoming.resume();
}
