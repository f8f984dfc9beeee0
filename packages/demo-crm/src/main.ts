// Plays the demo. Exit code 0: everything arrived exactly as the rules say; 1: it did not; 130: interrupted.
import { openDay } from './day/open-day.ts';
import { playDay } from './day/play-day.ts';
import { palette, wantsColour } from './report/palette.ts';

let isInterrupted = false;

const write = (line: string) => {
  if (!isInterrupted) process.stdout.write(`${line}\n`);
};

const opening = openDay(write, palette(wantsColour(process.stdout, process.env)));

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    isInterrupted = true;
    // What is under way is not worth waiting for.
    void opening.then((day) => day.close()).finally(() => process.exit(signal === 'SIGINT' ? 130 : 143));
  });
}

const day = await opening;

try {
  process.exitCode = (await playDay(day.stage)) ? 0 : 1;
} finally {
  await day.close();
}
