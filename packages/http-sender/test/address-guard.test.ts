import { describe, expect, it } from 'vitest';
import { httpReceiver } from './receiver.ts';
import { testSender } from './test-sender.ts';

const guarded = { allowPrivateNetworks: false };
const refused = { kind: 'failure', code: 'ADDRESS_NOT_ALLOWED', message: 'address not allowed' };

describe('the guard, on by default', () => {
  it.each([
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '0177.1',
    '017700000001',
    '127.0.0.1.',
    '１２７.０.０.１',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.169.254',
    '[fe80::1]',
    '[fd00::1]',
    'localhost',
    'LOCALHOST',
    'localhost.',
    'a.localhost',
    'ｌocalhost',
  ])('refuses http://%s/ and reaches nobody', async (host) => {
    const receiver = await httpReceiver((_request, response) => response.end());
    const { send } = testSender({ ...guarded, resolver: async () => [{ address: '127.0.0.1', family: 4 }] });
    expect(await send(`http://${host}:${receiver.port}/`)).toMatchObject(refused);
    expect(receiver.accepted()).toBe(0);
  });

  it.each([
    { name: 'one private', addresses: ['127.0.0.1'] },
    { name: 'a public and a private', addresses: ['93.184.216.34', '127.0.0.1'] },
    { name: 'a private and a public', addresses: ['127.0.0.1', '93.184.216.34'] },
    { name: 'a mapped', addresses: ['::ffff:127.0.0.1'] },
    { name: 'one that is no', addresses: ['0x7f.1'] },
  ])('refuses a name with $name address; the address is in the detail alone', async ({ addresses }) => {
    const receiver = await httpReceiver((_request, response) => response.end());
    const { send } = testSender({
      ...guarded,
      resolver: async () => addresses.map((address) => ({ address, family: 4 })),
    });
    const outcome = await send(`http://receiver.example:${receiver.port}/`);
    expect(outcome).toMatchObject(refused);
    expect(outcome).toHaveProperty('detail', expect.stringMatching(/^(127\.0\.0\.1|::ffff:127\.0\.0\.1|0x7f\.1) is /));
    expect(receiver.accepted()).toBe(0);
  });

  it('is on without any option', async () => {
    const { send } = testSender({ allowPrivateNetworks: undefined });
    expect(await send('http://127.0.0.1:9/')).toMatchObject(refused);
  });
});

describe('a connection', () => {
  it('goes to the vetted address: the name is resolved once per connection and not per request', async () => {
    const receiver = await httpReceiver((_request, response) => response.end());
    const asked: string[] = [];
    const { send, close } = testSender({
      resolver: async (hostname) => {
        asked.push(hostname);
        // A second answer would lead elsewhere.
        return [{ address: asked.length === 1 ? '127.0.0.1' : '192.0.2.1', family: 4 }];
      },
    });
    const url = `http://receiver.example:${receiver.port}/`;
    expect(await send(url)).toMatchObject({ status: 200 });
    expect(await send(url)).toMatchObject({ status: 200 });
    expect(asked).toEqual(['receiver.example']);
    await close();
    expect(await send(url)).toMatchObject(refused);
    expect(receiver.accepted()).toBe(1);
  });

  it('shares its lookup with those opened at the same moment', async () => {
    const receiver = await httpReceiver((_request, response) => response.end());
    let asked = 0;
    const { send } = testSender({
      resolver: async () => {
        asked += 1;
        return [{ address: '127.0.0.1', family: 4 }];
      },
    });
    await Promise.all(Array.from({ length: 8 }, () => send(`http://receiver.example:${receiver.port}/`)));
    expect(asked).toBe(1);
    expect(receiver.accepted()).toBe(8);
  });

  it('tries the next address when one does not answer', async () => {
    const receiver = await httpReceiver((_request, response) => response.end());
    const { send } = testSender({
      resolver: async () => [
        { address: '::1', family: 6 },
        { address: '127.0.0.1', family: 4 },
      ],
    });
    expect(await send(`http://receiver.example:${receiver.port}/`)).toMatchObject({ status: 200 });
  });
});
