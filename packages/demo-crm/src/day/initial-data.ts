import { users } from '../api/users.ts';
import type { Repository } from '../crm/repository.ts';

/** Ids of what the CRM holds before the day begins. */
export interface InitialData {
  readonly ann: string;
  /** Owner of the accounts that the seed's full example asks for. */
  readonly boris: string;
  readonly northwind: string;
  /** A contact of Northwind's, with two tasks. */
  readonly tess: string;
  readonly tasks: readonly string[];
  readonly openDeal: string;
  readonly wonDeal: string;
}

/** Fills the tables as if it had been yesterday: nobody is told. */
export function insertInitialData(repository: Repository): InitialData {
  const ann = repository.insert('Client', { name: 'Ann Abel', email: 'ann@crm.example' }, users.ann.clientId).id;
  const borisId = '9900cce6-bcd6-412a-bcd1-1904556c949a';
  const boris = repository.insert('Client', { name: 'Boris Blum', email: 'boris@crm.example' }, borisId).id;
  const northwind = repository.insert('Account', { name: 'Northwind Ltd', city: 'Bergen', owner_id: ann }).id;
  const tess = repository.insert('Contact', {
    first_name: 'Tess',
    last_name: 'Testa',
    email1: 'tess@northwind.example',
    email2: 'test@example.com',
    phone: null,
    source: 'manual',
    owner_id: ann,
    primary_account_id: northwind,
  }).id;
  const tasks = ['Call Tess about the offer', 'Send Tess the contract'].map((subject) => {
    const task = repository.insert('Task', { subject, due_date: '2025-07-01', status: 1, owner_id: ann });
    repository.insert('ActivityRelation', { task_id: task.id, contact_id: tess });
    return task.id;
  });
  const deal = { closing_date: '2025-09-30', description: '', owner_id: ann, primary_contact_id: tess };
  const open = { name: 'Harbour crane', value: 250_000, status: 1, primary_account_id: northwind };
  const won = { name: 'Dock lihgts', value: 40_000, status: 3, primary_account_id: northwind };
  return {
    ann,
    boris,
    northwind,
    tess,
    tasks,
    openDeal: repository.insert('Opportunity', { ...deal, ...open }).id,
    wonDeal: repository.insert('Opportunity', { ...deal, ...won }).id,
  };
}
