import { parseArgs } from 'node:util';

/** What the demo is to do. */
export type DemoArguments =
  | { readonly mode: 'play' }
  | { readonly mode: 'serve'; readonly port: number }
  /** They make no sense; what to do instead is in the text. */
  | { readonly mode: 'wrong'; readonly problem: string };

const usage = 'usage: npm run demo, or npm run demo -- --serve [--port N]';
const defaultPort = 4_700;
/** The request bin has the next one. */
const maxPort = 65_534;

export function readArguments(given: readonly string[]): DemoArguments {
  const wrong = (problem: string): DemoArguments => ({ mode: 'wrong', problem: `${problem}; ${usage}` });
  let values: { readonly serve?: boolean | undefined; readonly port?: string | undefined };
  try {
    ({ values } = parseArgs({
      args: [...given],
      options: { serve: { type: 'boolean' }, port: { type: 'string' } },
    }));
  } catch (error) {
    return wrong((error as Error).message.split(/\.\s/)[0] ?? 'unknown arguments');
  }
  const { serve, port = String(defaultPort) } = values;
  if (serve !== true) return values.port === undefined ? { mode: 'play' } : wrong('--port goes with --serve');
  const number = Number(port);
  if (!/^\d{1,5}$/.test(port) || number > maxPort) return wrong(`--port: expected 0…${maxPort}, got ${port}`);
  return { mode: 'serve', port: number };
}
