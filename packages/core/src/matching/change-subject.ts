import type { EventInfo } from '../catalog/event-name.ts';
import { fieldCovered, fieldDiffers } from '../changes/changed-fields.ts';
import type { FieldPath } from '../record/field-path.ts';

/** Whether a listed field changed; `unknown` when nothing tells (FC-3). */
export type FieldChange = 'changed' | 'unchanged' | 'unknown';

/** One event of one change as the matching sees it; answers about its fields are kept for the next webhook that asks. */
export class ChangeSubject {
  readonly event: EventInfo;
  /** The custom entity's type, or null. */
  readonly type: string | null;
  /** The record after the change, plain JSON values (FI-9). */
  readonly record: object;
  readonly before: object | null;
  readonly changedFields: readonly string[] | null;
  /** Made when a webhook first asks: most have no gate. */
  #differs: Map<string, boolean> | null = null;

  constructor(
    event: EventInfo,
    type: string | null,
    record: object,
    before: object | null,
    changedFields: readonly string[] | null,
  ) {
    this.event = event;
    this.type = type;
    this.record = record;
    this.before = before;
    this.changedFields = changedFields;
  }

  fieldChange(path: FieldPath): FieldChange {
    if (this.before === null && this.changedFields === null) return 'unknown';
    this.#differs ??= new Map();
    let differs = this.#differs.get(path.text);
    if (differs === undefined) {
      differs =
        this.before === null
          ? fieldCovered(this.changedFields ?? [], path)
          : fieldDiffers(this.before, this.record, path);
      this.#differs.set(path.text, differs);
    }
    return differs ? 'changed' : 'unchanged';
  }
}
