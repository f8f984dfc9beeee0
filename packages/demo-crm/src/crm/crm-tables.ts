/** In every table. Instants are ISO 8601 text. */
const stamps = 'id TEXT NOT NULL PRIMARY KEY, created TEXT NOT NULL, modified TEXT NOT NULL';

/** The CRM's tables: one for each entity, with the fields of `entities.ts` as its columns. */
export const crmTables = `
  CREATE TABLE Client (${stamps}, name TEXT NOT NULL, email TEXT NOT NULL) STRICT;

  CREATE TABLE Account (
    ${stamps},
    name TEXT NOT NULL,
    city TEXT NOT NULL,
    owner_id TEXT NOT NULL REFERENCES Client
  ) STRICT;

  CREATE TABLE Contact (
    ${stamps},
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    email1 TEXT NOT NULL,
    email2 TEXT,
    phone TEXT,
    source TEXT NOT NULL,
    owner_id TEXT NOT NULL REFERENCES Client,
    primary_account_id TEXT REFERENCES Account
  ) STRICT;

  CREATE TABLE Opportunity (
    ${stamps},
    name TEXT NOT NULL,
    value REAL NOT NULL CHECK (value >= 0),
    closing_date TEXT NOT NULL,
    status INTEGER NOT NULL,
    description TEXT NOT NULL,
    owner_id TEXT NOT NULL REFERENCES Client,
    primary_account_id TEXT REFERENCES Account,
    primary_contact_id TEXT REFERENCES Contact
  ) STRICT;

  CREATE TABLE Lead (
    ${stamps},
    name TEXT NOT NULL,
    score INTEGER,
    status INTEGER NOT NULL,
    owner_id TEXT NOT NULL REFERENCES Client,
    primary_contact_id TEXT REFERENCES Contact
  ) STRICT;

  CREATE TABLE Task (
    ${stamps},
    subject TEXT NOT NULL,
    due_date TEXT NOT NULL,
    status INTEGER NOT NULL,
    owner_id TEXT NOT NULL REFERENCES Client
  ) STRICT;

  CREATE TABLE ActivityRelation (
    ${stamps},
    task_id TEXT NOT NULL REFERENCES Task,
    contact_id TEXT NOT NULL REFERENCES Contact
  ) STRICT;

  CREATE TABLE DocumentLink (
    ${stamps},
    filename TEXT NOT NULL,
    contact_id TEXT NOT NULL REFERENCES Contact
  ) STRICT;

  CREATE TABLE CE_Bid (
    ${stamps},
    name TEXT NOT NULL,
    amount REAL NOT NULL,
    opportunity_id TEXT REFERENCES Opportunity
  ) STRICT;

  CREATE TABLE CE_Campaign (
    ${stamps},
    name TEXT NOT NULL,
    budget REAL NOT NULL,
    owner_id TEXT NOT NULL REFERENCES Client
  ) STRICT;
`;
