import type { WebhookResource } from '@hookwright/core';
import type { ArrivedRequest } from '../receiver/messages.ts';
import type { ExpectedRequest } from './expected-request.ts';
import { judgeBody } from './judge-body.ts';

export interface SceneRecord {
  readonly expected: readonly ExpectedRequest[];
  /** All that the receiver got in this scene. */
  readonly arrived: readonly ArrivedRequest[];
  /** The registrations by name. */
  readonly webhooks: ReadonlyMap<string, WebhookResource>;
  readonly tenant: string;
}

export interface Verdict {
  readonly expected: number;
  readonly arrived: number;
  readonly signaturesRight: number;
  /** What is not as the rules say; empty when all is. */
  readonly problems: readonly string[];
}

/**
 * Holds what the receiver saw against what the rules say. Each expected request must have come once, whole and rightly signed,
 * and no other request at all. Order between requests is free: only `ordering: 'strict'` promises one.
 */
export function judgeScene({ expected, arrived, webhooks, tenant }: SceneRecord): Verdict {
  const names = new Set([...expected.map(({ webhook }) => webhook), ...arrived.map(nameOf)]);
  const problems = [...names].flatMap((name) => {
    const wanted = expected.filter(({ webhook }) => webhook === name);
    const came = arrived.filter((request) => nameOf(request) === name);
    const webhook = webhooks.get(name);
    if (webhook === undefined) return [`${name}: expected no request, found ${came.length} to an unknown address`];
    const found = came.flatMap(judgeEnvelope);
    if (came.length !== wanted.length) {
      found.push(`expected ${count(wanted.length)}, found ${count(came.length)}${listEvents(came)}`);
    }
    found.push(...judgeContents(wanted, came, { webhook, tenant }));
    return found.map((problem) => `${name}: ${problem}`);
  });
  const signaturesRight = arrived.filter(({ signatureProblem }) => signatureProblem === null).length;
  return { expected: expected.length, arrived: arrived.length, signaturesRight, problems };
}

function judgeEnvelope({ signatureProblem, contentType, webhookId }: ArrivedRequest): string[] {
  const problems: string[] = [];
  if (signatureProblem !== null) problems.push(`expected a right signature, found: ${signatureProblem}`);
  if (!contentType?.startsWith('application/json')) problems.push(`expected JSON, found content-type ${contentType}`);
  if (!webhookId) problems.push('expected a webhook-id header, found none');
  return problems;
}

/** Pairs each expected request with one that came and is equal to it; what stays without a partner is told. */
function judgeContents(
  wanted: readonly ExpectedRequest[],
  came: readonly ArrivedRequest[],
  context: { readonly webhook: WebhookResource; readonly tenant: string },
): string[] {
  const left = [...came];
  const unmet = wanted.filter((request) => {
    const index = left.findIndex((candidate) => judgeRequest(request, candidate, context) === null);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
  return unmet.flatMap((request, index) => {
    const candidate = left[index];
    return candidate === undefined ? [] : [judgeRequest(request, candidate, context) ?? 'another request was expected'];
  });
}

function judgeRequest(
  { items, answered = 200 }: ExpectedRequest,
  request: ArrivedRequest,
  context: { readonly webhook: WebhookResource; readonly tenant: string },
): string | null {
  if (request.answered !== answered) return `expected the answer ${answered}, found ${request.answered}`;
  return judgeBody(items, request.body, context);
}

function nameOf({ path }: ArrivedRequest): string {
  return path.slice(1);
}

function count(requests: number): string {
  return requests === 1 ? '1 request' : `${requests} requests`;
}

function listEvents(came: readonly ArrivedRequest[]): string {
  const events = came.map(({ body }) => (Array.isArray(body) ? body.map((item) => item?.event).join(' ') : 'no list'));
  return events.length === 0 ? '' : ` (${events.join('; ').slice(0, 200)})`;
}
