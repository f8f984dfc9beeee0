import { expect, it } from 'vitest';
import { readArguments } from './read-arguments.ts';

it.each([
  { args: [], expected: { mode: 'play' } },
  { args: ['--serve'], expected: { mode: 'serve', port: 4_700 } },
  { args: ['--serve', '--port', '8080'], expected: { mode: 'serve', port: 8_080 } },
  { args: ['--port=0', '--serve'], expected: { mode: 'serve', port: 0 } },
])('$args is $expected', ({ args, expected }) => {
  expect(readArguments(args)).toEqual(expected);
});

it.each([
  { args: ['--server'], problem: "Unknown option '--server'" },
  { args: ['now'], problem: "Unexpected argument 'now'" },
  { args: ['--port', '1'], problem: '--port goes with --serve' },
  { args: ['--serve', '--port'], problem: "Option '--port <value>' argument missing" },
  { args: ['--serve', '--port', '65535'], problem: '--port: expected 0…65534, got 65535' },
  { args: ['--serve', '--port', '-1'], problem: "Option '--port' argument is ambiguous" },
  { args: ['--serve', '--port', '1e3'], problem: '--port: expected 0…65534, got 1e3' },
])('$args is wrong, and says how it is right', ({ args, problem }) => {
  const read = readArguments(args);
  expect(read.mode).toBe('wrong');
  expect(read).toHaveProperty('problem', expect.stringContaining(problem));
  expect(read).toHaveProperty('problem', expect.stringContaining('--serve [--port N]'));
  expect((read as { problem: string }).problem).not.toContain('\n');
});
