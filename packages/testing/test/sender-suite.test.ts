import { describe, expect, it } from 'vitest';
import { senderSuite } from '../src/index.ts';
import { collectSuite, failuresOf } from './collect-suite.ts';
import { type Faults, nodeSender } from './node-sender.ts';

senderSuite(
  { describe, it },
  { name: 'senderSuite passes a sender that keeps the rules', createSender: () => nodeSender() },
);

/** @param only - a part of the names of the tests to be run */
function failuresWith(faults: Faults, only: string): Promise<readonly string[]> {
  const options = { name: 'sender', createSender: () => nodeSender(faults) };
  const tests = collectSuite((runner) => senderSuite(runner, options));
  return failuresOf(tests.filter(({ name }) => name.includes(only)));
}

describe('senderSuite', () => {
  it.each([
    { faults: { noTimeout: true }, caughtBy: 'a receiver that never answers' },
    { faults: { timeoutEndsAtHeaders: true, ignoresSignal: true }, caughtBy: 'a signal that was aborted before' },
    { faults: { followsRedirects: true }, caughtBy: 'a 302 is not followed' },
    { faults: { readsAll: true }, caughtBy: 'the first 4 KiB are kept' },
    { faults: { leaksListeners: true }, caughtBy: 'keeps no listener' },
    { faults: { rejects: true }, caughtBy: 'it never rejects: nonsense' },
    { faults: { closesForGood: true }, caughtBy: 'it sends again after close' },
  ])('catches a sender that is wrong: $faults', async ({ faults, caughtBy }) => {
    expect(await failuresWith(faults, caughtBy)).not.toEqual([]);
  });
});
