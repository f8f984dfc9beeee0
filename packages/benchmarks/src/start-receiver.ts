import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface RunningReceiver {
  readonly origin: string;
  close(): void;
}

/** Starts the fast receiver beside this process. */
export async function startReceiver(): Promise<RunningReceiver> {
  const file = fileURLToPath(new URL('./fast-receiver.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { origin: `http://127.0.0.1:${Number(port.toString())}`, close: () => child.stdin.end() };
}
