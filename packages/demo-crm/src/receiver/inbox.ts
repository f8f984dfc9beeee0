import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { ArrivedRequest, Collected, EndpointPlan, WrittenBack } from './messages.ts';
import { verifySignature } from './verify-signature.ts';
import { writeBack } from './write-back.ts';

/** An integration that is called back by its own writes would go round for ever: it stops here, and the demo fails. */
const mostWriteBacks = 5;

/** Takes the requests of all endpoints, answers them, and keeps what it saw until it is asked. */
export class Inbox {
  readonly #plans = new Map<string, EndpointPlan>();
  #requests: ArrivedRequest[] = [];
  #writtenBack: WrittenBack[] = [];
  #writeBacks = 0;

  serve(path: string, plan: EndpointPlan): void {
    this.#plans.set(path, plan);
  }

  collect(): Collected {
    const collected = { requests: this.#requests, writtenBack: this.#writtenBack };
    this.#requests = [];
    this.#writtenBack = [];
    return collected;
  }

  async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await buffer(request);
    const path = request.url ?? '';
    const plan = this.#plans.get(path);
    const { headers } = request;
    const arrived: ArrivedRequest = {
      path,
      arrivedAt: Date.now(),
      webhookId: headers['webhook-id']?.toString() ?? null,
      contentType: headers['content-type'] ?? null,
      signatureProblem:
        plan === undefined ? 'nobody registered this address' : verifySignature(plan.trust, headers, bytes),
      body: parse(bytes.toString()),
      answered: plan?.answers ?? 404,
    };
    this.#requests.push(arrived);
    response.writeHead(arrived.answered).end();
    if (plan?.writeBack && arrived.signatureProblem === null && this.#writeBacks < mostWriteBacks) {
      this.#writeBacks += 1;
      this.#writtenBack.push({ path, outcome: await writeBack(plan.writeBack, arrived.body) });
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
