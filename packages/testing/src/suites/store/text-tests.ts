import assert from 'node:assert/strict';
import { newBatch, newPayload } from './store-fixtures.ts';
import type { StoreTest } from './store-test.ts';

const member = (value: unknown) => `"entity":${JSON.stringify(value)},"related_entity":null`;

const texts: readonly { readonly name: string; readonly text: string }[] = [
  { name: 'an escaped NUL', text: member({ name: 'a\u0000b' }) },
  { name: 'an escaped lone surrogate', text: member({ name: '\ud800 and \udfff' }) },
  { name: 'characters of every plane', text: member({ name: 'Ünï \u{1f600} 漢字 \u2028\uffff' }) },
  { name: 'keys out of order, and twice', text: '"entity":{"b":1,"a":2,"b":3,"10":4},"related_entity":null' },
  {
    name: 'numbers as they were written',
    text: '"entity":{"n":[1.0,1e3,-0,12345678901234567890.5]},"related_entity":null',
  },
  { name: 'white space, quotes and backslashes', text: member({ name: ` "'\\ \t\r\n%_;--` }) },
  { name: 'a megabyte', text: member({ name: 'ä\u{1f600}x'.repeat(150_000) }) },
];

export function textTests<Tx>(test: StoreTest<Tx>): void {
  for (const { name, text } of texts) {
    test(`a text comes back byte for byte: ${name} (PA-3)`, async (scene) => {
      const webhook = await scene.register();
      const batch = newBatch([{ webhook, payloads: [newPayload(text)] }]);
      const versions = batch.webhookVersions.map((version) => ({ ...version, text: `{${text}}` }));
      await scene.enqueue({ ...batch, webhookVersions: versions });
      const claim = await scene.claimOne();
      // Compared first as a whole: a diff of a megabyte helps nobody.
      assert.ok(claim.payloadTexts[0] === text, 'the payload’s text differs');
      assert.ok(claim.webhookText === `{${text}}`, 'the webhook’s text differs');
    });
  }

  test('a hundred items come in their order', async (scene) => {
    const webhook = await scene.register();
    const payloads = Array.from({ length: 100 }, (_, index) => newPayload(member({ index })));
    await scene.enqueue(newBatch([{ webhook, payloads }]));
    const { payloadTexts, delivery } = await scene.claimOne();
    assert.deepEqual(
      payloadTexts,
      payloads.map(({ text }) => text),
    );
    assert.deepEqual(
      delivery.items.map(({ payloadId }) => payloadId),
      payloads.map(({ id }) => id),
    );
  });
}
