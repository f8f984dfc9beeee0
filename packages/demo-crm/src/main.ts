// The demo. Exit codes: 0: all was as the rules say, or a served CRM was ended; 1: it was not, or the demo cannot run like this;
// 130 and 143: a day was interrupted.
import { openDay } from './day/open-day.ts';
import { playDay } from './day/play-day.ts';
import { readArguments } from './read-arguments.ts';
import { palette, wantsColour } from './report/palette.ts';
import { openServedCrm } from './serve/open-served-crm.ts';
import { servedLines } from './serve/served-lines.ts';

let isInterrupted = false;

const write = (line: string) => {
  if (!isInterrupted) process.stdout.write(`${line}\n`);
};

const demo = readArguments(process.argv.slice(2));
if (demo.mode === 'wrong') refuse(demo.problem);
else if (demo.mode === 'play') await play();
else await serve(demo.port);

async function play(): Promise<void> {
  const opening = openDay(write, palette(wantsColour(process.stdout, process.env)));
  // What is under way is not worth waiting for.
  onInterrupt((code) => void opening.then((day) => day.close()).finally(() => process.exit(code)));
  const day = await opening;
  try {
    process.exitCode = (await playDay(day.stage)) ? 0 : 1;
  } finally {
    await day.close();
  }
}

async function serve(port: number): Promise<void> {
  const opening = openServedCrm(write, port);
  onInterrupt(() => void opening.then((served) => served.close()).finally(() => process.exit(0)));
  try {
    for (const line of servedLines(await opening)) write(line);
  } catch (error) {
    const { code, port: taken } = error as { readonly code?: string; readonly port?: number };
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    refuse(`port ${taken} cannot be had (${code}); give another one: npm run demo -- --serve --port N`);
  }
}

function onInterrupt(end: (code: number) => void): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      isInterrupted = true;
      end(code);
    });
  }
}

function refuse(problem: string): void {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
