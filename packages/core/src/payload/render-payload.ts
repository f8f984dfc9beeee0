import { changedFields } from '../changes/changed-fields.ts';
import { writeJson } from '../record/write-json.ts';
import { firstSegment, type Shape } from './shape.ts';

/** One change as a shape's webhooks see it. All records are snapshots. */
export interface PayloadSubject {
  /** The record as it is to be shown, its relations expanded. */
  readonly entity: object;
  /** The same record as it was published: what `before` is compared with. An expanded relation is no change. */
  readonly record: object;
  /** As it is to be shown, its relations expanded. */
  readonly relatedEntity: object | null;
  readonly before: object | null;
  /** What the host says has changed, or null; used without `before`. */
  readonly changedFields: readonly string[] | null;
}

/**
 * The text of a payload piece (`PayloadPiece.text`): `"entity":{…},"related_entity":null`, and where the shape shows changes
 * `,"changed_fields":[…],"previous":{…}` (PA-5), each null when nothing tells it. `load-only` is applied here, last (EX-4),
 * and to the old values too, so that they show nothing else.
 */
export function renderPayload(subject: PayloadSubject, shape: Shape): string {
  const { entity, relatedEntity } = subject;
  const entityText = writeJson(shape.project === null ? entity : shape.project(entity));
  const relatedText = relatedEntity === null ? 'null' : renderRelated(relatedEntity, shape);
  const changesText = shape.changes ? renderChanges(subject, shape) : '';
  // Joined, not added up: what is added up, and what JSON.stringify returns, is a chain of many strings, which lives as long as the piece.
  return ['"entity":', entityText, ',"related_entity":', relatedText, changesText].join('');
}

function renderRelated(relatedEntity: object, { relatedProject }: Shape): string {
  return writeJson(relatedProject === null ? relatedEntity : relatedProject(relatedEntity));
}

function renderChanges(subject: PayloadSubject, shape: Shape): string {
  const { before } = subject;
  const fields = listedChanges(subject, shape);
  const previous = before === null || fields === null ? 'null' : renderPrevious(before, fields, shape);
  return `,"changed_fields":${JSON.stringify(fields)},"previous":${previous}`;
}

function listedChanges({ record, before, changedFields: named }: PayloadSubject, shape: Shape): string[] | null {
  const fields = before === null ? ownFields(named, record) : changedFields(before, record);
  const { listedFields } = shape;
  return fields === null || listedFields === null ? fields : fields.filter((field) => listedFields.has(field));
}

/** What a host names may lie inside a field: then that field has changed. */
function ownFields(named: readonly string[] | null, record: object): string[] | null {
  if (named === null) return null;
  return [...new Set(named.map((field) => (Object.hasOwn(record, field) ? field : firstSegment(field))))];
}

function renderPrevious(before: object, fields: readonly string[], { project }: Shape): string {
  const shown = (project === null ? before : project(before)) as Readonly<Record<string, unknown>>;
  // Written field by field: one may be called `__proto__`.
  const members = fields.map((field) => {
    const value = Object.hasOwn(shown, field) ? shown[field] : null;
    return `${JSON.stringify(field)}:${writeJson(value)}`;
  });
  return `{${members.join(',')}}`;
}
