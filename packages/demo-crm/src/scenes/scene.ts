import type { Stage } from '../day/stage.ts';
import type { ExpectedRequest } from '../verdict/expected-request.ts';

/** A part of the day: what happens, and what the rules say must reach the receivers because of it. */
export interface Scene {
  readonly title: string;
  /** For people: which rule it shows. */
  readonly about: string;
  /** Name of the webhook whose first body is printed. */
  readonly shows?: string;
  /** Lets it happen. @returns every request that must arrive, and there must be no other */
  play(stage: Stage): Promise<readonly ExpectedRequest[]>;
}
