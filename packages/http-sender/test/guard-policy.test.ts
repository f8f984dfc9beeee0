import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type HttpSenderOptions, httpSender } from '../src/index.ts';
import { httpReceiver } from './receiver.ts';
import { testSender } from './test-sender.ts';

const guarded = { allowPrivateNetworks: false };
const refused = { kind: 'failure', code: 'ADDRESS_NOT_ALLOWED', message: 'address not allowed' };
const toLoopback = async () => [{ address: '127.0.0.1', family: 4 }];

function check(url: string, options: HttpSenderOptions) {
  const sender = httpSender(options);
  onTestFinished(async () => sender.close?.());
  return sender.check?.(url);
}

describe('what a host allows and denies', () => {
  it.each([
    { what: 'an address', options: { allow: ['127.0.0.1'] } },
    { what: 'a block', options: { allow: ['127.0.0.0/8'] } },
  ])('$what opens this machine and nothing else', async ({ options }) => {
    const receiver = await httpReceiver((_request, response) => response.end());
    const { send } = testSender({ ...guarded, ...options, resolver: toLoopback });
    for (const host of ['127.0.0.1', 'receiver.example', 'localhost']) {
      expect(await send(`http://${host}:${receiver.port}/`)).toMatchObject({ status: 200 });
    }
    expect(await send(`http://10.0.0.1:${receiver.port}/`)).toMatchObject(refused);
    expect(await send(`http://[::1]:${receiver.port}/`)).toMatchObject(refused);
  });

  it('what is denied is refused by literal and by name, though private networks are allowed', async () => {
    const receiver = await httpReceiver((_request, response) => response.end());
    const { send } = testSender({ deny: ['127.0.0.0/8'], allow: ['127.0.0.1'], resolver: toLoopback });
    for (const host of ['127.0.0.1', 'receiver.example', '[::ffff:127.0.0.1]']) {
      expect(await send(`http://${host}:${receiver.port}/`)).toMatchObject(refused);
    }
    expect(receiver.accepted()).toBe(0);
  });

  it('ports: only those allowed, and none denied', async () => {
    const receiver = await httpReceiver((_request, response) => response.end());
    const url = `http://127.0.0.1:${receiver.port}/`;
    const portRefused = { ...refused, detail: `port ${receiver.port} is not allowed` };
    expect(await testSender({ allowedPorts: [443] }).send(url)).toMatchObject(portRefused);
    expect(await testSender({ deniedPorts: [receiver.port] }).send(url)).toMatchObject(portRefused);
    expect(await testSender({ allowedPorts: [receiver.port], deniedPorts: [receiver.port] }).send(url)).toMatchObject(
      portRefused,
    );
    expect(await testSender({ allowedPorts: [receiver.port], deniedPorts: [22] }).send(url)).toMatchObject({
      status: 200,
    });
    expect(receiver.accepted()).toBe(1);
  });

  it.each(['http', 'https'])('the default port of %s counts too', async (scheme) => {
    const { send } = testSender({ allowedPorts: [8443] });
    expect(await send(`${scheme}://127.0.0.1/`)).toMatchObject(refused);
  });

  it.each<{ options: object; path: string }>([
    { options: { allow: '10.0.0.0/8' }, path: 'allow' },
    { options: { allow: ['10.0.0.0/33'] }, path: 'allow[0]' },
    { options: { deny: ['1.1.1.1', 'example.com'] }, path: 'deny[1]' },
    { options: { deny: [7] }, path: 'deny[0]' },
    { options: { allowedPorts: 443 }, path: 'allowedPorts' },
    { options: { allowedPorts: [443, 0] }, path: 'allowedPorts[1]' },
    { options: { deniedPorts: ['22'] }, path: 'deniedPorts[0]' },
    { options: { deniedPorts: [65_536] }, path: 'deniedPorts[0]' },
  ])('$options is an error at $path', ({ options, path }) => {
    expect(() => httpSender(options)).toThrow(expect.objectContaining({ issues: [expect.objectContaining({ path })] }));
  });
});

describe('check, which registration asks', () => {
  it.each([
    'http://127.0.0.1/',
    'http://0177.1/',
    'http://0x7f000001/',
    'http://localhost./',
    'http://[::ffff:a9fe:a9fe]/',
    'http://169.254.169.254./latest',
    'http://2852039166/',
    'http://①②⑦.⓪.⓪.①/',
    'http://%31%32%37.0.0.1/',
  ])('refuses %s', async (url) => {
    expect(await check(url, {})).toMatchObject(refused);
  });

  it('refuses a name of whose addresses one is private', async () => {
    const addresses = ['93.184.216.34', '10.0.0.1'].map((address) => ({ address, family: 4 }));
    expect(await check('https://receiver.example/', { resolver: async () => addresses })).toMatchObject(refused);
  });

  it('has nothing against a public name or address, and sends nothing', async () => {
    const resolver = async () => [{ address: '93.184.216.34', family: 4 }];
    expect(await check('https://receiver.example/', { resolver })).toBe(null);
    expect(await check('https://93.184.216.34/', { resolver })).toBe(null);
  });

  it('says of a name that does not resolve that it does not', async () => {
    const resolver = () => Promise.reject(new Error('ENOTFOUND'));
    expect(await check('https://receiver.example/', { resolver })).toMatchObject({ code: 'DNS_FAILED' });
  });

  it('does not wait for a resolver that hangs', async () => {
    const resolver = () => new Promise<never>(() => {});
    const answer = check('https://receiver.example/', { resolver });
    expect(await Promise.race([answer, setTimeout(10_000, 'still waiting')])).toMatchObject({ code: 'DNS_FAILED' });
  });
});

describe('rebinding', () => {
  it('a name that is public when it is vetted and private when it is asked again is connected to as vetted, or not at all', async () => {
    const receiver = await httpReceiver((_request, response) => response.end());
    let asked = 0;
    const { send } = testSender({
      ...guarded,
      // A public address where nobody listens, for documentation; then this machine.
      allow: ['192.0.2.1'],
      connectTimeoutMs: 300,
      resolver: async () => {
        asked += 1;
        return [{ address: asked === 1 ? '192.0.2.1' : '127.0.0.1', family: 4 }];
      },
    });
    const url = `http://rebinding.example:${receiver.port}/`;
    expect(await send(url)).toMatchObject({ code: 'CONNECT_FAILED' });
    expect(asked).toBe(1);
    expect(await send(url)).toMatchObject(refused);
    expect(receiver.accepted()).toBe(0);
  });
});

describe('the environment', () => {
  it('names a proxy to nobody', async () => {
    const receiver = await httpReceiver((_request, response) => response.end());
    const proxy = await httpReceiver((_request, response) => response.end());
    const names = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'];
    const before = names.map((name) => process.env[name]);
    onTestFinished(() => {
      for (const [index, name] of names.entries()) {
        if (before[index] === undefined) delete process.env[name];
        else process.env[name] = before[index];
      }
    });
    for (const name of names) process.env[name] = `http://127.0.0.1:${proxy.port}`;
    expect(await testSender().send(`http://127.0.0.1:${receiver.port}/`)).toMatchObject({ status: 200 });
    expect(proxy.accepted()).toBe(0);
  });
});
