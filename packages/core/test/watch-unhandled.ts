import { onTestFinished } from 'vitest';

/** Notes what nobody handles from now to the end of the test. @returns what came so far, once the event loop has turned */
export function watchUnhandled(): () => Promise<readonly unknown[]> {
  const causes: unknown[] = [];
  const note = (cause: unknown) => void causes.push(cause);
  process.on('unhandledRejection', note);
  process.on('uncaughtException', note);
  onTestFinished(() => {
    process.off('unhandledRejection', note);
    process.off('uncaughtException', note);
  });
  return async () => {
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    return causes;
  };
}
