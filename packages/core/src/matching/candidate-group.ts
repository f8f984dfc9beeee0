import type { CompiledBlock, CompiledWebhook } from './compiled-webhook.ts';
import type { MatchRule } from './match-rule.ts';

/** A webhook that may match, with what it wants of the change's entity. */
export interface Candidate {
  readonly compiled: CompiledWebhook;
  readonly block: CompiledBlock;
}

/** Webhooks with the same rule: it is asked once for all of them. */
export interface CandidateGroup {
  readonly rule: MatchRule;
  /** By webhook id. */
  readonly members: Map<string, Candidate>;
}
