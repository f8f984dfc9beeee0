import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const timeoutMs = 60_000;

interface Run {
  readonly child: ChildProcess;
  /** All that it printed so far. */
  output(): string;
}

/** The demo as `npm run demo` starts it. */
function startDemo(...given: string[]): Run {
  const args = ['--conditions=@hookwright/source', '--import', 'tsx', 'packages/demo-crm/src/main.ts', ...given];
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

/** The folder of the SQLite file that the demo printed. */
function databaseFolder(output: string): string {
  return dirname(/SQLite file, (.+?),/.exec(output)?.[1] ?? 'none');
}

/** Waits until the demo has printed that, or ended. */
async function printed({ child, output }: Run, text: string): Promise<void> {
  const closed = once(child, 'close');
  const came = new Promise<void>((resolve) => {
    child.stdout?.on('data', () => {
      if (output().includes(text)) resolve();
    });
  });
  await Promise.race([came, closed]);
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
        '2 2 2 ok',
        '0 0 0 ok',
      ]);
      expect(text).not.toContain('\u001b');
      expect(await isReceiverUp(text)).toBe(false);
      if (process.platform !== 'win32') expect(existsSync(databaseFolder(text))).toBe(false);
    },
    timeoutMs,
  );

  it.skipIf(process.platform === 'win32')(
    'ends at once on Ctrl-C, with its receiver',
    async () => {
      const run = startDemo();
      const { child, output } = run;
      const closed = once(child, 'close');
      await printed(run, 'imports a list');
      expect(await isReceiverUp(output())).toBe(true);
      expect(existsSync(databaseFolder(output()))).toBe(true);
      child.kill('SIGINT');
      const [code] = await closed;
      expect(code, output()).toBe(130);
      expect(await isReceiverUp(output())).toBe(false);
      expect(existsSync(databaseFolder(output()))).toBe(false);
    },
    timeoutMs,
  );

  it.skipIf(process.platform === 'win32')(
    'leaves no process behind when it is killed',
    async () => {
      const run = startDemo();
      const { child, output } = run;
      const exited = once(child, 'exit');
      await printed(run, '2. ');
      expect(await isReceiverUp(output())).toBe(true);
      child.kill('SIGKILL');
      await exited;
      await vi.waitUntil(async () => !(await isReceiverUp(output())), { timeout: timeoutMs / 2 });
      await rm(databaseFolder(output()), { recursive: true });
    },
    timeoutMs,
  );

  it.skipIf(process.platform === 'win32')(
    'serves until Ctrl-C, then removes its file; a port that is taken is one line and exit code 1',
    async () => {
      const run = startDemo('--serve', '--port', '0');
      const { child, output } = run;
      const closed = once(child, 'close');
      await printed(run, 'Ctrl-C ends it');
      const [, port = ''] = /127\.0\.0\.1:(\d+)/.exec(output()) ?? [];
      const [, file = ''] = /file +(.+?),/.exec(output()) ?? [];
      expect((await fetch(`http://127.0.0.1:${port}/openapi.json`)).status).toBe(200);
      expect((await fetch(`http://127.0.0.1:${port}/docs`)).status).toBe(200);
      expect(existsSync(file)).toBe(true);

      const second = startDemo('--serve', '--port', port);
      const [secondCode] = await once(second.child, 'close');
      expect({ code: secondCode, output: second.output() }).toEqual({
        code: 1,
        output: `port ${port} cannot be had (EADDRINUSE); give another one: npm run demo -- --serve --port N\n`,
      });

      child.kill('SIGINT');
      const [code] = await closed;
      expect(code, output()).toBe(0);
      expect(existsSync(dirname(file))).toBe(false);
    },
    timeoutMs,
  );
});
