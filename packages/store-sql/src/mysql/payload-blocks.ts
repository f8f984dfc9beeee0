import { blocksOf } from '../session/blocks-of.ts';

/** Length of a text that shares a statement with others. */
const maxShared = 16_384;

/** The server bounds what one statement may bring (16 MiB and more): long texts go one by one. */
export function* payloadBlocks<Payload extends { readonly text: string }>(payloads: readonly Payload[]) {
  yield* blocksOf(payloads.filter(({ text }) => text.length <= maxShared));
  for (const payload of payloads) if (payload.text.length > maxShared) yield [payload];
}
