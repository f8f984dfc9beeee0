import { requestContext } from '@hookwright/rest-api';

/** For whom the CRM works at this moment: a request's middleware says it once, and the engine reads it at each publish. */
export const session = requestContext();

/**
 * Whose records the CRM sees and changes at this moment.
 * @throws Error outside of a session: nothing is ever done for nobody
 */
export function currentTenant(): string {
  const tenant = session()?.tenant;
  if (tenant === undefined) throw new Error('the CRM is used outside of a session: call it within session.run');
  return tenant;
}
