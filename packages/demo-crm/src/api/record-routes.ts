import { ValidationError } from '@hookwright/core';
import { entityOf } from '../crm/collections.ts';
import type { Crm } from '../crm/crm.ts';
import type { Fields, ReportedEntity } from '../crm/entities.ts';
import { isRefusedValue } from '../crm/is-refused-value.ts';
import { session } from '../crm/session.ts';
import { readFields } from './read-fields.ts';
import { Refusal } from './refusal.ts';

/** What the API is asked to do with records. */
export interface RecordRequest {
  readonly method: string;
  /** Parts of the path below `/entities`. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  /** Reads the body as JSON. @throws Refusal 400, 413 */
  json(): Promise<unknown>;
}

export interface RecordAnswer {
  readonly status: number;
  readonly body: object;
}

const maxRecords = 1_000;
const maxPageSize = 100;

/**
 * The CRM's own resources: create, read, list, update, delete, and many at once. Who asks, for which team and under which skip keys is
 * in the session alone.
 *
 * @throws Refusal
 */
export async function answerRecords(crm: Crm, { method, path, query, json }: RecordRequest): Promise<RecordAnswer> {
  const [collection = '', id, ...more] = path;
  const entity = entityOf(collection);
  if (entity === undefined || more.length > 0) throw new Refusal(404, `there is no /entities/${path.join('/')}`);
  try {
    if (id === undefined && method === 'GET') return list(crm, entity, query);
    if (id === undefined && method === 'POST') {
      const fields = newRecord(crm, entity, await json(), 'body');
      return { status: 201, body: { success: true, data: await crm.create(entity, fields) } };
    }
    if (id === undefined) throw new Refusal(405, `expected GET or POST, got ${method}`);
    if (id === 'batch-create' && method === 'POST') return await createMany(crm, entity, await json());
    if (id === 'batch-update' && method === 'POST') return await updateMany(crm, entity, await json());
    if (!crm.has(entity, id)) throw new Refusal(404, `there is no ${entity} ${id}`);
    if (method === 'GET') return { status: 200, body: { success: true, data: crm.read(entity, id) } };
    if (method === 'PATCH') {
      const patch = readFields<typeof entity>(await json(), crm.columns(entity), { isNew: false, where: 'body' });
      return { status: 200, body: { success: true, data: await crm.update(entity, id, patch) } };
    }
    if (method === 'DELETE') {
      await crm.delete(entity, id);
      return { status: 200, body: { success: true, data: id } };
    }
    throw new Refusal(405, `expected GET, PATCH or DELETE, got ${method}`);
  } catch (error) {
    // What the engine refuses of a record, such as one that is too large, was rolled back with it.
    if (isRefusedValue(error) || ValidationError.is(error)) throw new Refusal(422, (error as Error).message);
    throw error;
  }
}

function list(crm: Crm, entity: ReportedEntity, query: URLSearchParams): RecordAnswer {
  const first = query.get('first') ?? '30';
  if (!/^[1-9]\d{0,8}$/.test(first)) throw new Refusal(400, 'first: expected a whole number 1…100');
  const { records, total } = crm.list(entity, Math.min(Number(first), maxPageSize), query.get('after'));
  return { status: 200, body: { success: true, total, data: records } };
}

async function createMany(crm: Crm, entity: ReportedEntity, json: unknown): Promise<RecordAnswer> {
  const fields = readList(json).map((given, index) => newRecord(crm, entity, given, `[${index}]`));
  const created = await crm.createMany(entity, fields);
  return { status: 201, body: { success: true, data: created.map(({ id }) => id) } };
}

async function updateMany(crm: Crm, entity: ReportedEntity, json: unknown): Promise<RecordAnswer> {
  const patches = new Map<string, Partial<Fields<ReportedEntity>>>();
  for (const [index, given] of readList(json).entries()) {
    const { id, ...patch } = (given ?? {}) as { readonly id?: unknown };
    if (typeof id !== 'string' || !crm.has(entity, id))
      throw new Refusal(404, `[${index}]: there is no such ${entity}`);
    if (patches.has(id)) throw new Refusal(422, `[${index}]: ${id} is there twice`);
    patches.set(id, readFields(patch, crm.columns(entity), { isNew: false, where: `[${index}]` }));
  }
  await crm.updateMany(entity, patches);
  return { status: 200, body: { success: true, data: [...patches.keys()] } };
}

/** A record belongs to who makes it, unless the request says otherwise. */
function newRecord<E extends ReportedEntity>(crm: Crm, entity: E, given: unknown, where: string): Fields<E> {
  const columns = crm.columns(entity);
  const owner = columns.some(({ name }) => name === 'owner_id') ? { owner_id: session()?.clientId } : {};
  const fields = typeof given === 'object' && !Array.isArray(given) && given !== null ? { ...owner, ...given } : given;
  return readFields<E>(fields, columns, { isNew: true, where }) as Fields<E>;
}

function readList(json: unknown): readonly unknown[] {
  if (Array.isArray(json) && json.length > 0 && json.length <= maxRecords) return json;
  throw new Refusal(422, `body: expected a list of 1…${maxRecords} records`);
}
