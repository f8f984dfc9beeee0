import { ValidationError } from '@hookwright/core';
import { describe, expect, it } from 'vitest';
import { systemResolver } from './host-resolver.ts';
import { httpSender } from './http-sender.ts';
import { type HttpSenderOptions, resolveHttpSenderOptions } from './http-sender-options.ts';
import { TlsTrust } from './tls-trust.ts';

const problems = (options: unknown): string[] => {
  try {
    httpSender(options as HttpSenderOptions);
  } catch (error) {
    if (ValidationError.is(error)) return error.issues.map(({ path, code }) => `${path} ${code}`);
    throw error;
  }
  return [];
};

describe('options', () => {
  it('have defaults, for what is undefined too', () => {
    const defaults = {
      allowPrivateNetworks: false,
      allow: [],
      deny: [],
      allowedPorts: null,
      deniedPorts: new Set(),
      connections: 64,
      connectTimeoutMs: 5_000,
      keepAliveMs: 4_000,
      maxOrigins: 1_000,
      maxConnections: 1_024,
      trust: expect.any(TlsTrust),
      proxy: null,
      clientCertificate: undefined,
      resolver: systemResolver,
    };
    expect(resolveHttpSenderOptions({})).toEqual(defaults);
    expect(resolveHttpSenderOptions({ connections: undefined, resolver: undefined })).toEqual(defaults);
  });

  it.each([
    ['connections', 1_024],
    ['connectTimeoutMs', 600_000],
    ['keepAliveMs', 600_000],
    ['maxOrigins', 100_000],
  ])('%s is a whole number 1…%i', (name, max) => {
    for (const value of [1, max]) expect(problems({ [name]: value })).toEqual([]);
    for (const value of [0, -1, 1.5, max + 1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(problems({ [name]: value })).toEqual([`${name} OUT_OF_RANGE`]);
    }
    for (const value of ['8', true, {}]) expect(problems({ [name]: value })).toEqual([`${name} WRONG_TYPE`]);
  });

  it('are refused with all problems at once, a misspelt name among them', () => {
    const options = { allowPrivateNetwork: true, allowPrivateNetworks: 'yes', connections: 0, resolver: 'dns' };
    expect(problems(options).toSorted()).toEqual([
      'allowPrivateNetwork UNKNOWN_FIELD',
      'allowPrivateNetworks WRONG_TYPE',
      'connections OUT_OF_RANGE',
      'resolver WRONG_TYPE',
    ]);
  });

  it.each([null, 5, 'x'])('are refused when they are %s', (options) => {
    expect(problems(options)).toEqual(['options WRONG_TYPE']);
  });
});
