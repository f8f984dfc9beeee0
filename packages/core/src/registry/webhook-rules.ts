import { compilePath, type FieldPath } from '../record/field-path.ts';

/** The options of one entity, both spellings and both list forms read into one (OP-2). */
export interface EntityRules {
  readonly expand: readonly string[];
  readonly loadOnly: readonly string[];
  readonly filter: Readonly<Record<string, unknown>>;
  readonly filterOp: Readonly<Record<string, unknown>>;
  readonly onFieldChange: readonly FieldPath[];
}

/** A webhook's options as the engine reads them. */
export interface WebhookRules {
  /** By entity, or by custom entity type (CE-3). */
  readonly entity: ReadonlyMap<string, EntityRules>;
  readonly relatedExpand: readonly string[];
  readonly relatedLoadOnly: readonly string[];
  readonly skipKeys: readonly string[];
  /** Empty: all (CE-2). */
  readonly customEntityTypes: readonly string[];
  /** 1…100. */
  readonly chunkSize: number;
  /** Seconds, ≥ 0. */
  readonly chunkDelay: number;
}

export const defaultChunkSize = 100;

export const noEntityRules: EntityRules = {
  expand: [],
  loadOnly: [],
  filter: {},
  filterOp: {},
  onFieldChange: [],
};

export function compilePaths(paths: readonly string[]): readonly FieldPath[] {
  return paths.map(compilePath);
}
