import { type User, users } from '../api/users.ts';
import type { ServedCrm } from './open-served-crm.ts';

/** What a person needs to know of a served CRM. */
export function servedLines({ url, binUrl, databaseFile }: Omit<ServedCrm, 'close'>): readonly string[] {
  const people = Object.values<User>(users).map(({ name, password, tenant }) => `${name}:${password} (team ${tenant})`);
  return [
    'A small CRM that sends webhooks, for you to call',
    `  records   ${url}/entities/Accounts, Contacts, Opportunities, Leads, Tasks, CE_Bid, CE_Campaign`,
    `  webhooks  ${url}/entities/Webhooks`,
    `  document  ${url}/openapi.json, to read at ${url}/docs`,
    `  users     ${people.join(', ')}: curl -u`,
    `  bin       ${binUrl}/<any path> takes webhooks and shows them; what comes is told below`,
    `  file      ${databaseFile}, gone at the end`,
    'The README has a walk through it. Ctrl-C ends it.',
  ];
}
