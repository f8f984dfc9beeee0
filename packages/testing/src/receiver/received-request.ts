import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** A request as it came over the wire. */
export interface ReceivedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** Names and values by turns, as sent. */
  readonly rawHeaders: readonly string[];
  /** The exact bytes. */
  readonly body: Buffer;
  /** When its last byte came, Unix ms of real time. */
  readonly receivedAt: number;
  /** Which connection it came on: a whole number from 1. */
  readonly connection: number;
  /** The body parsed. @throws SyntaxError when it is not JSON */
  json(): unknown;
}

/** Reads a request to its end. Rejects when the connection goes before it. */
export async function readRequest(message: IncomingMessage, connection: number): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  return {
    method: message.method ?? '',
    path: message.url ?? '',
    headers: message.headers,
    rawHeaders: message.rawHeaders,
    body,
    receivedAt: Date.now(),
    connection,
    json: () => JSON.parse(body.toString('utf8')),
  };
}
