import { run } from '../schema/query-builder.ts';
import type { Work } from '../session/work.ts';
import type { StoreParts } from './store-parts.ts';

interface VersionKey {
  readonly webhookId: string;
  readonly revision: number;
}

const maxKept = 2_000;

/** The webhook blocks that bodies show. They never change, so those read last are kept. */
export class VersionTexts<Tx> {
  readonly #parts: StoreParts<Tx>;
  readonly #texts = new Map<string, string>();

  constructor(parts: StoreParts<Tx>) {
    this.#parts = parts;
  }

  /** @returns finds the text of one of `wanted`; undefined where it is not stored */
  *load(wanted: readonly VersionKey[]): Work<(webhookId: string, revision: number) => string | undefined> {
    const found = new Map<string, string>();
    const missing = new Map<string, VersionKey>();
    for (const key of wanted) {
      const name = nameOf(key);
      const text = this.#texts.get(name);
      if (text === undefined) missing.set(name, key);
      else found.set(name, text);
    }
    if (this.#texts.size + missing.size > maxKept) this.#texts.clear();
    const { builder } = this.#parts;
    const keys = [...missing.values()];
    for (let start = 0; start < keys.length; start += 200) {
      const block = keys.slice(start, start + 200);
      const query = builder
        .selectFrom('webhook_versions')
        .select(['webhook_id', 'revision', 'text'])
        .where(({ eb, or, and }) =>
          or(
            block.map(({ webhookId, revision }) =>
              and([eb('webhook_id', '=', webhookId), eb('revision', '=', revision)]),
            ),
          ),
        );
      for (const { webhook_id, revision, text } of yield* run(query)) {
        const name = nameOf({ webhookId: String(webhook_id), revision: Number(revision) });
        found.set(name, String(text));
        this.#texts.set(name, String(text));
      }
    }
    return (webhookId, revision) => found.get(nameOf({ webhookId, revision }));
  }
}

function nameOf({ webhookId, revision }: VersionKey): string {
  return `${webhookId}/${revision}`;
}
