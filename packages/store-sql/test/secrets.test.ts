import { verifySignature } from '@hookwright/testing';
import { expect, it } from 'vitest';
import { databaseKinds } from './databases/database-kinds.ts';
import { DatabaseScene } from './databases/database-scene.ts';
import { describeDatabases } from './databases/describe-databases.ts';

const url = 'https://receiver.test/';
const input = { url, events: ['Account.*'], insecure_ssl: false } as const;
const change = { event: 'Account.Create', entity: { id: 1 } } as const;
const ring = { keys: [{ id: 'one', key: new Uint8Array(32).fill(7) }] };
const known = {
  secret: `whsec_${Buffer.alloc(32, 'known secret!').toString('base64')}`,
  rotated: `whsec_${Buffer.alloc(32, 'another one?').toString('base64')}`,
  signature: 'deadbeef-dead-4eef-8ead-beefdeadbeef',
  header: 'known-header-value',
};

describeDatabases(await databaseKinds(), (database) => {
  it('with a key ring, no secret is in any table, as text or as bytes (SI-4)', async () => {
    await using scene = await DatabaseScene.open(database());
    const { webhooks, sender } = scene.engine({ secrets: ring });
    const { registry } = webhooks;
    const headers = { 'X-Key': known.header };
    const { webhook } = await registry.create(input, {}, { headers }, { secret: known.secret });
    await registry.create({ ...input, signature: known.signature });
    sender.respond(500, 200);
    await webhooks.publish(change);
    await webhooks.drain();
    await registry.rotateSecret(webhook.id, {}, { secret: known.rotated });
    await registry.sendTest(webhook.id);
    await webhooks.drain();

    const everything = await dump(scene);
    expect(everything).toContain('hwsealed.one.');
    expect(everything).toContain(webhook.id.replaceAll('-', '').slice(0, 8));
    for (const secret of Object.values(known)) {
      for (const spelling of spellings(secret)) expect(everything).not.toContain(spelling);
    }
    const request = sender.requests.at(-1);
    expect(request?.headers['x-key']).toBe(known.header);
    expect(verifySignature(request as NonNullable<typeof request>, { secret: known.rotated })).toBe(true);
  });

  it('a sealed secret that somebody moved to another row does not open', async () => {
    await using scene = await DatabaseScene.open(database());
    const { webhooks, sender } = scene.engine({ secrets: ring });
    const { webhook: mine } = await webhooks.registry.create(input);
    const { webhook: theirs } = await webhooks.registry.create({ ...input, url: 'https://other.test/' });
    const table = scene.database.table('hookwright_webhooks');
    const rows = await scene.database.query(`SELECT data FROM ${table} ORDER BY seq`);
    const [my, their] = rows.map(({ data }) => JSON.parse(String(data)));
    const moved = JSON.stringify({ ...my, secrets: their.secrets });
    await scene.database.query(`UPDATE ${table} SET data = ? WHERE data = ?`, [moved, rows[0]?.data]);
    await webhooks.publish(change);
    await webhooks.drain();
    expect(sender.requests.map((request) => request.url)).toEqual([theirs.url]);
    const { items } = await webhooks.deliveries.list({ webhookId: mine.id });
    expect(items).toMatchObject([{ status: 'pending', code: 'SENDER_FAILED' }]);
  });
});

/** Every value of every row of the library's tables, in hexadecimal and as text. */
async function dump({ database }: DatabaseScene): Promise<string> {
  const tables = (await database.tables()).filter((name) => name.startsWith('hookwright_'));
  const rows = await Promise.all(tables.map((name) => database.query(`SELECT * FROM ${database.table(name)}`)));
  const values = rows.flat().flatMap((row) => Object.values(row));
  return values.map((value) => (value instanceof Uint8Array ? readBytes(value) : JSON.stringify(value))).join('\n');
}

function readBytes(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes);
  return `${buffer.toString('hex')} ${buffer.toString('latin1')}`;
}

function spellings(secret: string): readonly string[] {
  const bare = secret.replace(/^whsec_/, '').slice(0, 40);
  const bytes = secret.startsWith('whsec_') ? [Buffer.from(bare, 'base64').toString('latin1').slice(0, 24)] : [];
  return [bare, Buffer.from(bare).toString('hex'), Buffer.from(bare).toString('base64').slice(0, 40), ...bytes];
}
