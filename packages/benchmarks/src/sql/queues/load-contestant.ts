import type { QueueContestant } from './queue-contestant.ts';

export type ContestantName = 'hookwright' | 'graphile' | 'bullmq' | 'pgBoss';

/** Loads one contestant alone, so that a worker's process holds no other's code. */
export async function loadContestant(name: ContestantName): Promise<QueueContestant> {
  switch (name) {
    case 'hookwright':
      return (await import('./hookwright-contestant.ts')).hookwrightContestant;
    case 'graphile':
      return (await import('./graphile-contestant.ts')).graphileContestant;
    case 'bullmq':
      return (await import('./bullmq-contestant.ts')).bullmqContestant;
    case 'pgBoss':
      return (await import('./pg-boss-contestant.ts')).pgBossContestant;
  }
}
