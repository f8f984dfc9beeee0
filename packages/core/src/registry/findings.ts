import type { ValidationIssue, ValidationIssueCode } from '../errors/validation-error.ts';

/** What was accepted but will have no effect, or not the one that was asked for (OP-3). */
export interface Warning {
  /** `options.entity.Lead`. */
  readonly path: string;
  readonly message: string;
}

/** Issues, and warnings, that are told of; of more, their number. Input of hundreds of kilobytes could make gigabytes of them. */
const maxFindings = 100;
/** Of a path, and of a message: both may hold what was given. */
const maxTextLength = 1_024;

/** What a check finds, all of it rather than the first (OP-3), up to a bound. */
export class Findings {
  readonly #issues: ValidationIssue[] = [];
  readonly #warnings: Warning[] = [];
  #moreIssues = 0;
  #moreWarnings = 0;

  get issues(): readonly ValidationIssue[] {
    if (this.#moreIssues === 0) return this.#issues;
    return [...this.#issues, { path: 'webhook', code: 'TOO_LARGE', message: more(this.#moreIssues, 'problems') }];
  }

  get warnings(): readonly Warning[] {
    if (this.#moreWarnings === 0) return this.#warnings;
    return [...this.#warnings, { path: 'webhook', message: more(this.#moreWarnings, 'warnings') }];
  }

  reject(path: string, code: ValidationIssueCode, message: string): void {
    if (this.#issues.length === maxFindings) this.#moreIssues += 1;
    else this.#issues.push({ path: shortened(path), code, message: shortened(message) });
  }

  warn(path: string, message: string): void {
    if (this.#warnings.length === maxFindings) this.#moreWarnings += 1;
    else this.#warnings.push({ path: shortened(path), message: shortened(message) });
  }

  /** Takes over what another check has found. */
  rejectAll(issues: readonly ValidationIssue[]): void {
    for (const { path, code, message } of issues) this.reject(path, code, message);
  }
}

function more(count: number, of: string): string {
  return `there are ${count} more ${of} than the ${maxFindings} that are listed`;
}

function shortened(text: string): string {
  return text.length <= maxTextLength ? text : `${text.slice(0, maxTextLength)}…`;
}
