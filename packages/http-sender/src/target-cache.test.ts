import { describe, expect, it } from 'vitest';
import { AddressGuard } from './address-guard.ts';
import { systemResolver } from './host-resolver.ts';
import { resolveHttpSenderOptions } from './http-sender-options.ts';
import { TargetCache } from './target-cache.ts';

const cache = () => new TargetCache(new AddressGuard(resolveHttpSenderOptions({}), systemResolver));

describe('TargetCache', () => {
  it.each([
    ['http://a.example', { origin: 'http://a.example', secure: false, hostname: 'a.example', port: 80, path: '/' }],
    [
      'https://A.example:443/x?y#z',
      { origin: 'https://a.example', secure: true, hostname: 'a.example', port: 443, path: '/x?y' },
    ],
    [
      'https://a.example:8443/',
      { origin: 'https://a.example:8443', secure: true, hostname: 'a.example', port: 8443, path: '/' },
    ],
    [
      'http://[2606:4700::1]/',
      { origin: 'http://[2606:4700::1]', secure: false, hostname: '2606:4700::1', port: 80, path: '/' },
    ],
    [
      'http://bücher.example/ö',
      {
        origin: 'http://xn--bcher-kva.example',
        secure: false,
        hostname: 'xn--bcher-kva.example',
        port: 80,
        path: '/%C3%B6',
      },
    ],
  ])('reads %s', (url, target) => {
    expect(cache().get(url)).toEqual(target);
  });

  it('reads a text once, and forgets the first of more than 10,000', () => {
    const targets = cache();
    const first = targets.get('http://a.example/first');
    const second = targets.get('http://a.example/second');
    expect(targets.get('http://a.example/first')).toBe(first);
    for (let count = 0; count < 9_999; count += 1) targets.get(`http://a.example/${count}`);
    expect(targets.get('http://a.example/second')).toBe(second);
    expect(targets.get('http://a.example/first')).not.toBe(first);
  });
});
