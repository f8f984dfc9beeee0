import { createHash, timingSafeEqual } from 'node:crypto';

/** Somebody who may use the CRM, and whose records they see. */
export interface User {
  readonly name: string;
  readonly password: string;
  readonly tenant: string;
  /** Id of the CRM's own record of them; the `client_id` of what they register. */
  readonly clientId: string;
}

/** One of each team: nothing of either is ever the other's. A real CRM keeps them in its database, and their passwords hashed. */
export const users = {
  ann: {
    name: 'ann',
    password: 'acme-demo',
    tenant: 'acme',
    clientId: '5b0f7d2a-94c1-4a58-8f3e-2d6c1b7a9e04',
  },
  gus: {
    name: 'gus',
    password: 'globex-demo',
    tenant: 'globex',
    clientId: 'c82e5a16-3d7b-4f90-a1c4-6e9b0d8f2a53',
  },
} as const satisfies Readonly<Record<string, User>>;

/** @param authorization - the header of a request. @returns whom it names; null for no or bad credentials */
export function findUser(authorization: string | null | undefined): User | null {
  const [, given = ''] = /^Basic ([\w+/]+=*)$/i.exec(authorization ?? '') ?? [];
  const credentials = Buffer.from(given, 'base64').toString();
  // All are compared, and in full: how long it takes tells nothing.
  return (
    Object.values<User>(users).filter(({ name, password }) => isSame(credentials, `${name}:${password}`))[0] ?? null
  );
}

/** The header that names a user. */
export function basicAuthorization({ name, password }: User): string {
  return `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
}

function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
