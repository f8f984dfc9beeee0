import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { scriptedReceiver } from '@hookwright/testing';
import { describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('./fixtures/deliver-and-stop.ts', import.meta.url));

/** Runs the script in a process of its own. @returns what it printed, once it has ended by itself */
async function run(url: string, mode: string): Promise<{ readonly code: number | null; readonly lines: string[] }> {
  const args = ['--conditions=@hookwright/source', '--import', 'tsx', script, url, mode];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, lines: output.trim().split('\n') };
}

describe.concurrent('nothing keeps the process alive', () => {
  it.each([
    {
      mode: 'stop-at-once',
      when: 'after a stop that waits for a request',
      step: 200,
      lines: ['succeeded 200', 'done'],
    },
    { mode: 'stop-after', when: 'after stop, with a retry to come', step: 500, lines: ['retrying HTTP_500', 'done'] },
    { mode: 'give-back', when: 'after a stop that gave back', step: { hang: 'before-headers' }, lines: ['done'] },
    {
      mode: 'drain',
      when: 'after a drain without stop, with a retry to come',
      step: 500,
      lines: ['retrying HTTP_500', 'done'],
    },
  ] as const)('$when', { timeout: 30_000 }, async ({ mode, step, lines }) => {
    await using receiver = scriptedReceiver();
    await receiver.listen();
    receiver.otherwise(step);
    expect(await run(receiver.url(), mode)).toEqual({ code: 0, lines });
    // One that is given back may have been cut off before all of it had come.
    expect(receiver.requests.length).toBeLessThanOrEqual(1);
  });
});
