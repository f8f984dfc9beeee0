import { failure } from '@hookwright/testing';
import { describe, expect, it } from 'vitest';
import type { SendOutcome } from '../src/index.ts';
import { publish, register, runEngine } from './delivery-fixture.ts';

const names = Array.from({ length: 60 }, (_, index) => `A${index}`);

/** An engine with much to send to one webhook, whose requests wait until they are answered together. */
async function runBacklog() {
  const { webhooks, sender, clock } = await runEngine();
  await register(webhooks);
  const waiting: ((outcome: SendOutcome | number) => void)[] = [];
  sender.respondOtherwise(() => new Promise((resolve) => waiting.push(resolve)));
  await publish(webhooks, ...names);
  /** @returns how many requests came at once, each time */
  const rounds = async (...outcomes: readonly (SendOutcome | number)[]): Promise<number[]> => {
    const seen: number[] = [];
    for (const outcome of outcomes) {
      await clock.advance(10);
      seen.push(waiting.length);
      for (const answer of waiting.splice(0)) answer(outcome);
      await clock.advance(10);
    }
    return seen;
  };
  return { rounds };
}

describe('a receiver that is overloaded (DE-6)', () => {
  it.each([429, 502, 503, 504, failure('TIMEOUT')])(
    'is spared after %o, and gets more again when it answers',
    async (outcome) => {
      const { rounds } = await runBacklog();
      expect(await rounds(outcome, outcome, outcome, outcome, outcome)).toEqual([8, 4, 2, 1, 1]);
      expect(await rounds(200, 200, 200, 200, 200)).toEqual([1, 2, 4, 8, 8]);
    },
  );

  it.each([400, 404, 500, failure('CONNECT_FAILED')])('is not one that fails with %o', async (outcome) => {
    const { rounds } = await runBacklog();
    expect(await rounds(outcome, outcome, outcome)).toEqual([8, 8, 8]);
  });
});
