import type { Verdict } from '../verdict/judge-scene.ts';
import type { Palette } from './palette.ts';
import { textTable } from './text-table.ts';

export interface PlayedScene {
  readonly title: string;
  readonly verdict: Verdict;
}

/** The day at a glance: a line for each scene, counted in requests. */
export function closingTable(played: readonly PlayedScene[], { good, bad, strong }: Palette): readonly string[] {
  const rows = played.map(({ title, verdict }) => [
    title,
    String(verdict.expected),
    String(verdict.arrived),
    String(verdict.signaturesRight),
    verdict.problems.length === 0 ? 'ok' : 'FAILED',
  ]);
  const [heading = '', rule = '', ...lines] = textTable(rows, [
    'scene',
    'expected',
    'arrived',
    'signature ok',
    'verdict',
  ]);
  return [strong(heading), rule, ...lines.map((line) => (line.endsWith('ok') ? good(line) : bad(line)))];
}
