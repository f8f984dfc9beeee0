import { readdirSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

// Tests run on the sources: no build stands between an edit and its test.
const conditions = ['@hookwright/source', 'module', 'node'];

const packages = readdirSync(new URL('./packages', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

/** Tests that build, crash or cut connections again and again: `npm run test:slow`. */
const slow = 'test/**/*.slow.test.ts';
const files =
  process.env.HOOKWRIGHT_TESTS === 'slow'
    ? { include: [slow] }
    : { include: ['src/**/*.test.ts', 'test/**/*.test.ts'], exclude: [slow] };

export default defineConfig({
  test: {
    maxWorkers: '100%',
    reporters: ['default', './.dev/closing-line-reporter.ts'],
    projects: packages.map((name) => ({
      resolve: { conditions },
      ssr: { resolve: { conditions } },
      test: {
        name,
        root: `./packages/${name}`,
        ...files,
        // Files share a worker: starting anew for each took longer than the tests, none of which changes what others see.
        pool: 'threads',
        isolate: false,
        // Nothing waits for the clock, so this bounds what hangs, on however slow a machine.
        testTimeout: 60_000,
        hookTimeout: 60_000,
        typecheck: {
          enabled: name === 'core' && files.exclude !== undefined,
          include: ['{src,test}/**/*.test-d.ts'],
          tsconfig: './tsconfig.test.json',
        },
      },
    })),
  },
});
