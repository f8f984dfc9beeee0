import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface RunningReceiver {
  readonly origin: string;
  /**
   * Counts from now on; one count at a time.
   * @returns milliseconds between the first and the last of the next `requests` requests, once they are there
   */
  count(requests: number): Promise<number>;
  close(): void;
}

/** Starts the fast receiver beside this process. */
export async function startReceiver(): Promise<RunningReceiver> {
  const file = fileURLToPath(new URL('./fast-receiver.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const nextNumber = async (): Promise<number> => {
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return Number(line.toString());
  };
  return {
    origin: `http://127.0.0.1:${await nextNumber()}`,
    count: (requests) => {
      child.stdin.write(`${requests}\n`);
      return nextNumber();
    },
    close: () => child.stdin.end(),
  };
}
