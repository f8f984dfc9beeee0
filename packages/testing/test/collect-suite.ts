import type { SuiteRunner } from '../src/index.ts';

export interface CollectedTest {
  /** With the groups it is filed under. */
  readonly name: string;
  readonly body: () => Promise<void>;
}

/** A runner that runs nothing: it gathers a suite's tests. */
export function collectSuite(file: (runner: SuiteRunner) => void): readonly CollectedTest[] {
  const tests: CollectedTest[] = [];
  const path: string[] = [];
  file({
    describe(name, body) {
      path.push(name);
      body();
      path.pop();
    },
    it(name, body) {
      tests.push({ name: [...path, name].join(' > '), body });
    },
  });
  return tests;
}

/** Runs a suite's tests one after the other. @returns the names of those that failed */
export async function failuresOf(tests: readonly CollectedTest[]): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const { name, body } of tests) {
    try {
      await body();
    } catch {
      failures.push(name);
    }
  }
  return failures;
}
