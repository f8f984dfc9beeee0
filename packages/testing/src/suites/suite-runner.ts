/** The part of a test runner that the suites use: vitest's, jest's, or node:test's `describe` and `it`. */
export interface SuiteRunner {
  describe(name: string, body: () => void): unknown;
  it(name: string, body: () => Promise<void>): unknown;
}
