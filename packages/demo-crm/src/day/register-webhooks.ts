import type { Registered } from '@hookwright/core';
import { basicAuthorization, users } from '../api/users.ts';
import { collectionOf } from '../crm/collections.ts';
import { tenant } from '../crm/crm-webhooks.ts';
import type { EndpointPlan, Trust } from '../receiver/messages.ts';
import type { Receiver } from '../receiver/receiver.ts';
import type { RegistrationPlan } from './registrations.ts';
import type { Stage } from './stage.ts';

/** Registers every plan with its receiver's url, and tells the receiver the secret that the registration gave. */
export async function registerWebhooks(stage: Stage, apiUrl: string): Promise<void> {
  const { registry } = stage.webhooks;
  for (const plan of stage.plans) {
    const registered = await registry.create(registry.parse(inputOf(plan, stage.receiver)), { tenant });
    stage.registered.set(plan.name, registered.webhook);
    for (const { path, message } of registered.warnings) stage.tell('warning', `${plan.name}: ${path}: ${message}`);
    await stage.receiver.serve(`/${plan.name}`, endpointOf(plan, registered, apiUrl));
  }
}

/** What the customer sends: the plan's input, with the receiver's address for its url. */
export function inputOf({ name, input, canBeDown }: RegistrationPlan, at: Pick<Receiver, 'url' | 'secondUrl'>): object {
  return { ...input, url: `${canBeDown ? at.secondUrl : at.url}/${name}` };
}

function endpointOf({ input, answers = 200, scoresLeads }: RegistrationPlan, { secret }: Registered, apiUrl: string) {
  const trust: Trust =
    secret === null
      ? { scheme: 'vendor', signature: String(Reflect.get(input, 'signature')) }
      : { scheme: 'standard', secret };
  const authorization = basicAuthorization(users.ann);
  const collectionUrl = `${apiUrl}/entities/${collectionOf('Lead')}`;
  return {
    trust,
    answers,
    writeBack: scoresLeads ? { collectionUrl, authorization, ...scoresLeads } : null,
  } satisfies EndpointPlan;
}
