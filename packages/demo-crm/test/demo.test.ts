import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const timeoutMs = 60_000;

interface Run {
  readonly child: ChildProcess;
  /** All that it printed so far. */
  output(): string;
}

/** The demo as `npm run demo` starts it. */
function startDemo(): Run {
  const args = ['--conditions=@hookwright/source', '--import', 'tsx', 'packages/demo-crm/src/main.ts'];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return { child, output: () => output };
}

/** Whether the receiver process still listens at the address that the demo printed. */
async function isReceiverUp(output: string): Promise<boolean> {
  const port = Number(/127\.0\.0\.1:(\d+)/.exec(output)?.[1]);
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

describe('the demo', () => {
  it(
    'ends with exit code 0 and a table in which every scene is ok, and leaves no process behind',
    async () => {
      const { child, output } = startDemo();
      const [code] = await once(child, 'close');
      const text = output();
      expect(code, text).toBe(0);
      const table = text.slice(text.indexOf('\nscene ')).trim().split('\n');
      const counts = table.slice(2, -2).map((line) => line.split(/ {2,}/).slice(1).join(' '));
      expect(table[0]).toMatch(/^scene +expected +arrived +signature ok +verdict$/);
      expect(counts).toEqual([
        '0 0 0 ok',
        '3 3 3 ok',
        '1 1 1 ok',
        '1 1 1 ok',
        '3 3 3 ok',
        '2 2 2 ok',
        '10 10 10 ok',
        '2 2 2 ok',
        '3 3 3 ok',
        '1 1 1 ok',
        '1 1 1 ok',
        '0 0 0 ok',
      ]);
      expect(text).not.toContain('\u001b');
      expect(await isReceiverUp(text)).toBe(false);
    },
    timeoutMs,
  );

  it.skipIf(process.platform === 'win32')(
    'ends at once on Ctrl-C, with its receiver',
    async () => {
      const { child, output } = startDemo();
      const closed = once(child, 'close');
      const importBegan = new Promise<void>((resolve) => {
        child.stdout?.on('data', () => {
          if (output().includes('imports a list')) resolve();
        });
      });
      await Promise.race([importBegan, closed]);
      expect(await isReceiverUp(output())).toBe(true);
      child.kill('SIGINT');
      const [code] = await closed;
      expect(code, output()).toBe(130);
      expect(await isReceiverUp(output())).toBe(false);
    },
    timeoutMs,
  );
});
