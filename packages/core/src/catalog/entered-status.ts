import { hasField, readField } from '../record/read-field.ts';

/** A status by its number and name. */
export interface Status {
  readonly number: number;
  readonly name: string;
}

/** Reads one field of a record. */
type Read = (field: string) => unknown;

/**
 * Whether a record that was in no such state is in it now (EV-6). A field that `before` lacks counts as unchanged.
 *
 * @param isIn - whether a record, of which it reads what it needs, is in the state
 */
export function hasEntered(before: object, after: object, isIn: (read: Read) => boolean): boolean {
  const is: Read = (field) => readField(after, field);
  const was: Read = (field) => readField(hasField(before, field) ? before : after, field);
  return isIn(is) && !isIn(was);
}

/** Whether a status field holds this status, by name, number or numeric text. */
export function isStatus(value: unknown, status: Status): boolean {
  return typeof value !== 'object' && (value === status.name || String(value) === String(status.number));
}

/** FI-7: the word counts as the value. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
