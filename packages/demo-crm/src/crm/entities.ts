/** What every row has beside its own fields. Instants are ISO 8601 text. */
interface RowStamps {
  readonly id: string;
  readonly created: string;
  readonly modified: string;
}

/** The fields of each entity as the CRM stores them; a `…_id` points to a row of another entity. */
interface EntityFields {
  /** A user of the CRM, who owns records. */
  Client: { name: string; email: string };
  Account: { name: string; city: string; owner_id: string };
  Contact: {
    first_name: string;
    last_name: string;
    email1: string;
    email2: string | null;
    phone: string | null;
    /** Where it came from: `manual`, `import`. */
    source: string;
    owner_id: string;
    primary_account_id: string | null;
  };
  Opportunity: {
    name: string;
    value: number;
    closing_date: string;
    /** 1 Open, 2 Lost, 3 Won. */
    status: number;
    description: string;
    owner_id: string;
    primary_account_id: string | null;
    primary_contact_id: string | null;
  };
  Lead: { name: string; score: number | null; status: number; owner_id: string; primary_contact_id: string | null };
  Task: { subject: string; due_date: string; status: number; owner_id: string };
  /** Links a task to a contact that it is about. */
  ActivityRelation: { task_id: string; contact_id: string };
  /** Links a file to a contact. */
  DocumentLink: { filename: string; contact_id: string };
  CE_Bid: { name: string; amount: number; opportunity_id: string | null };
  CE_Campaign: { name: string; budget: number; owner_id: string };
}

export type Entity = keyof EntityFields;
export type CustomEntity = 'CE_Bid' | 'CE_Campaign';
/** Entities whose changes customers can listen to. */
export type ReportedEntity = Exclude<Entity, 'Client' | 'DocumentLink'>;

export type Fields<E extends Entity> = Readonly<EntityFields[E]>;
export type Row<E extends Entity> = RowStamps & Fields<E>;

export function isCustomEntity(entity: Entity): entity is CustomEntity {
  return entity.startsWith('CE_');
}
