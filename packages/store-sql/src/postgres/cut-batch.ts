import type { BatchRows } from '../session/dispatch-sql.ts';

/** Of each table in one statement: few enough that the server keeps it prepared, and that planning it costs little. */
const maxRows = 250;
/** Of the texts in one statement, in UTF-16 units: a message to the server has at most 1 GiB. */
const maxLength = 32 * 1_024 * 1_024;

/** Cuts a batch into what statements take; of most, all fits into one. */
export function cutBatch(rows: BatchRows): readonly BatchRows[] {
  const { versions, payloads, deliveries } = rows;
  const payloadBlocks = cutByLength(payloads);
  const count = Math.max(Math.ceil(Math.max(versions.length, deliveries.length) / maxRows), payloadBlocks.length);
  return Array.from({ length: count }, (_, block) => {
    const cut = <Row>(all: readonly Row[]) => all.slice(block * maxRows, (block + 1) * maxRows);
    return { ...rows, versions: cut(versions), payloads: payloadBlocks[block] ?? [], deliveries: cut(deliveries) };
  });
}

function cutByLength(payloads: BatchRows['payloads']): readonly BatchRows['payloads'][] {
  const blocks: BatchRows['payloads'][number][][] = [];
  let length = maxLength;
  for (const payload of payloads) {
    const block = blocks.at(-1);
    if (block === undefined || block.length >= maxRows || length + payload.text.length > maxLength) {
      blocks.push([payload]);
      length = payload.text.length;
    } else {
      block.push(payload);
      length += payload.text.length;
    }
  }
  return blocks;
}
