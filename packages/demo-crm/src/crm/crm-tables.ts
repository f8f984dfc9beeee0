import type { Entity } from './entities.ts';

/** In every table. Instants are ISO 8601 text. Nothing of one team space refers to what another has. */
const stamps = 'team_space TEXT NOT NULL, id TEXT NOT NULL, created TEXT NOT NULL, modified TEXT NOT NULL';

const owner = { owner_id: 'Client' } as const;

/** The CRM's tables: one for each entity, with the fields of `entities.ts` as its columns. */
export const crmTables = [
  table('Client', 'name TEXT NOT NULL, email TEXT NOT NULL'),
  table('Account', 'name TEXT NOT NULL, city TEXT NOT NULL, owner_id TEXT NOT NULL', owner),
  table(
    'Contact',
    `first_name TEXT NOT NULL, last_name TEXT NOT NULL, email1 TEXT NOT NULL, email2 TEXT, phone TEXT,
    source TEXT NOT NULL DEFAULT 'manual', owner_id TEXT NOT NULL, primary_account_id TEXT`,
    { ...owner, primary_account_id: 'Account' },
  ),
  table(
    'Opportunity',
    `name TEXT NOT NULL, value REAL NOT NULL CHECK (value >= 0), closing_date TEXT NOT NULL, status INTEGER NOT NULL DEFAULT 1,
    description TEXT NOT NULL DEFAULT '', owner_id TEXT NOT NULL, primary_account_id TEXT, primary_contact_id TEXT`,
    { ...owner, primary_account_id: 'Account', primary_contact_id: 'Contact' },
  ),
  table(
    'Lead',
    `name TEXT NOT NULL, score INTEGER, status INTEGER NOT NULL DEFAULT 1, owner_id TEXT NOT NULL, primary_contact_id TEXT`,
    { ...owner, primary_contact_id: 'Contact' },
  ),
  table(
    'Task',
    'subject TEXT NOT NULL, due_date TEXT NOT NULL, status INTEGER NOT NULL DEFAULT 1, owner_id TEXT NOT NULL',
    owner,
  ),
  table('ActivityRelation', 'task_id TEXT NOT NULL, contact_id TEXT NOT NULL', {
    task_id: 'Task',
    contact_id: 'Contact',
  }),
  table('DocumentLink', 'filename TEXT NOT NULL, contact_id TEXT NOT NULL', { contact_id: 'Contact' }),
  table('CE_Bid', 'name TEXT NOT NULL, amount REAL NOT NULL, opportunity_id TEXT', { opportunity_id: 'Opportunity' }),
  table('CE_Campaign', 'name TEXT NOT NULL, budget REAL NOT NULL, owner_id TEXT NOT NULL', owner),
].join('\n');

/** @param references - by column, what it holds the id of */
function table(name: Entity, columns: string, references: Readonly<Record<string, Entity>> = {}): string {
  const keys = Object.entries(references).map(
    ([column, target]) => `FOREIGN KEY (team_space, ${column}) REFERENCES ${target} (team_space, id)`,
  );
  return `CREATE TABLE ${name} (${[stamps, columns, 'PRIMARY KEY (team_space, id)', ...keys].join(', ')}) STRICT;`;
}
