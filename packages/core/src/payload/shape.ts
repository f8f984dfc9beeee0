import { compileProjection } from '../record/project-record.ts';
import { relationPaths } from './relation-paths.ts';

/** What a webhook's options ask of a record's text. */
export interface ShapeOptions {
  readonly expand: readonly string[];
  /** Empty: everything (EX-4). */
  readonly loadOnly: readonly string[];
  readonly relatedExpand: readonly string[];
  readonly relatedLoadOnly: readonly string[];
  /** Whether PA-5's extras are shown. */
  readonly changes: boolean;
  readonly clientId: string | null;
}

type Projection = (record: object) => object;

/** How a record's text is made; webhooks with the same key share the text. */
export interface Shape {
  /** Equal for options that are equal as sets. */
  readonly key: string;
  /** Sorted, parents included and first (EX-1). */
  readonly expand: readonly string[];
  /** Null: everything (EX-4). */
  readonly project: Projection | null;
  readonly relatedExpand: readonly string[];
  readonly relatedProject: Projection | null;
  readonly changes: boolean;
  /** The record's own fields that `project` keeps, whole or in part; null: all. */
  readonly listedFields: ReadonlySet<string> | null;
  /** Null when nothing is expanded: then clients see the same (EX-2). */
  readonly clientId: string | null;
}

export function createShape(options: ShapeOptions): Shape {
  const expand = relationPaths(options.expand);
  const relatedExpand = relationPaths(options.relatedExpand);
  const loadOnly = sortedSet(options.loadOnly);
  const relatedLoadOnly = sortedSet(options.relatedLoadOnly);
  const { changes } = options;
  const clientId = expand.length > 0 || relatedExpand.length > 0 ? options.clientId : null;
  return {
    key: JSON.stringify([expand, loadOnly, relatedExpand, relatedLoadOnly, changes, clientId]),
    expand,
    project: projectionOf(loadOnly),
    relatedExpand,
    relatedProject: projectionOf(relatedLoadOnly),
    changes,
    listedFields: loadOnly.length === 0 ? null : new Set(loadOnly.flatMap((path) => [path, firstSegment(path)])),
    clientId,
  };
}

/** The record's own field that a dotted path starts at. */
export function firstSegment(path: string): string {
  const dot = path.indexOf('.');
  return dot < 0 ? path : path.slice(0, dot);
}

function sortedSet(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)].sort();
}

function projectionOf(loadOnly: readonly string[]): Projection | null {
  return loadOnly.length === 0 ? null : compileProjection(loadOnly);
}
