import { ValidationError, type ValidationIssue } from '../../errors/validation-error.ts';
import type { PayloadPiece } from '../../ports/enqueue-batch.ts';
import { snapshotRecord } from '../../record/snapshot-record.ts';

/** A reported change as the host gave it. */
export interface ReportedChange {
  readonly entity: object;
  readonly before: object | null;
  readonly relatedEntity: object | null;
  readonly changedFields: readonly string[] | null;
  /** The custom entity's type, or null for other entities. */
  readonly type: string | null;
  /** Unix ms. */
  readonly eventTime: number;
  /** Where it stands in the call, for messages: `changes[3]`. */
  readonly path: string;
  /** What its records are called there. */
  readonly names: { readonly entity: string; readonly before: string };
}

/** Private plain copies of a change's records. */
export interface Snapshot {
  readonly entity: object;
  readonly before: object | null;
  readonly relatedEntity: object | null;
}

interface ShapedPiece {
  readonly shapeKey: string;
  readonly piece: PayloadPiece;
}

/** One change on its way: its records are copied once, however many events and webhooks look at them (PA-3). */
export class ChangeSource {
  readonly reported: ReportedChange;
  /** The first shape's text: mostly the only one. */
  #first: ShapedPiece | null = null;
  #others: Map<string, PayloadPiece> | null = null;
  #snapshot: Snapshot | readonly ValidationIssue[] | null = null;

  constructor(reported: ReportedChange) {
    this.reported = reported;
  }

  /** The text that was made of it for a shape, if there is one yet. */
  piece(shapeKey: string): PayloadPiece | undefined {
    return this.#first?.shapeKey === shapeKey ? this.#first.piece : this.#others?.get(shapeKey);
  }

  addPiece(shapeKey: string, piece: PayloadPiece): void {
    if (this.#first === null) {
      this.#first = { shapeKey, piece };
    } else {
      this.#others ??= new Map();
      this.#others.set(shapeKey, piece);
    }
  }

  /** Copies the records now; what is wrong with them is kept for whoever looks at them. */
  capture(maxRecordBytes: number): void {
    if (this.#snapshot !== null) return;
    const { entity, before, relatedEntity, path, names } = this.reported;
    const issues: ValidationIssue[] = [];
    const copy = (record: object, name: string): object => {
      try {
        return snapshotRecord(record, { path: `${path}.${name}`, maxBytes: maxRecordBytes });
      } catch (error) {
        if (!ValidationError.is(error)) throw error;
        issues.push(...error.issues);
        return {};
      }
    };
    const snapshot = {
      entity: copy(entity, names.entity),
      before: before === null ? null : copy(before, names.before),
      relatedEntity: relatedEntity === null ? null : copy(relatedEntity, 'relatedEntity'),
    };
    this.#snapshot = issues.length > 0 ? issues : snapshot;
  }

  /** The copies, or null when they could not be made: `issues` then has why. */
  snapshot(maxRecordBytes: number, issues: ValidationIssue[]): Snapshot | null {
    this.capture(maxRecordBytes);
    const snapshot = this.#snapshot as Snapshot | readonly ValidationIssue[];
    if ('entity' in snapshot) return snapshot;
    issues.push(...snapshot);
    return null;
  }
}
