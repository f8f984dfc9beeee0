import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { inputOf } from '../day/register-webhooks.ts';
import { registrationPlans } from '../day/registrations.ts';
import { seedExamples, seedTexts } from './seed-examples.ts';

const receiver = { url: 'http://receiver.example', secondUrl: 'http://second.example' };

describe('the seed examples', () => {
  it('are those of the seed page, letter by letter', () => {
    expect(seedTexts().map((text) => createHash('sha256').update(text).digest('hex'))).toEqual([
      '74eb64b0c2acb37b2fa29549e80c18db09343a00d78dcd5b3043cc3c4d595e30',
      'f70cca7fade0fcf8f7774db105dec73279999eacc405349a09b3e0894d75962d',
      'f153124b4cd04968fd8f8ea419a03a46b6061ee38a53a9e86afc6a4c6637d4c1',
      '7cdafb6014ff200c11f75eac5f85af4830918b606d1ee81a9dbd23b7adddf621',
      'e85b02fd84c8ed98146f355318058a51b06414165036488677e3805d6c6587ce',
    ]);
  });

  it.each([
    { name: 'account-created', example: seedExamples().accountCreated },
    { name: 'deal-value', example: seedExamples().fieldChange },
    { name: 'open-deals', example: seedExamples().openOpportunities },
    { name: 'important-bids', example: seedExamples().customEntities },
  ])('are registered unchanged but for the url: $name', ({ name, example }) => {
    const input = registered(name);
    expect(input).toEqual({ ...example, url: `${receiver.url}/${name}` });
    expect(example).toHaveProperty('url', 'https://enrdznpu5i7jp.x.pipedream.net');
  });

  it('are registered unchanged where they show options alone', () => {
    expect(registered('full-options')).toEqual({
      url: `${receiver.url}/full-options`,
      events: ['Contact.*', 'Account.*'],
      insecure_ssl: false,
      options: seedExamples().fullOptions,
    });
  });

  it('are all there is of the seed', () => {
    expect(registrationPlans().filter(({ isSeedExample }) => isSeedExample)).toHaveLength(seedTexts().length);
  });
});

function registered(name: string): unknown {
  const plan = registrationPlans().find((candidate) => candidate.name === name);
  return plan && inputOf(plan, receiver);
}
