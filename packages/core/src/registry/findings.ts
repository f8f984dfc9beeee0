import type { ValidationIssue, ValidationIssueCode } from '../errors/validation-error.ts';

/** What was accepted but will have no effect, or not the one that was asked for (OP-3). */
export interface Warning {
  /** `options.entity.Lead`. */
  readonly path: string;
  readonly message: string;
}

/** What a check finds, all of it rather than the first (OP-3). */
export class Findings {
  readonly issues: ValidationIssue[] = [];
  readonly warnings: Warning[] = [];

  reject(path: string, code: ValidationIssueCode, message: string): void {
    this.issues.push({ path, code, message });
  }

  warn(path: string, message: string): void {
    this.warnings.push({ path, message });
  }
}
