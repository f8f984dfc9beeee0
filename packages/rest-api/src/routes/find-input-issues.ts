import { ValidationError, type ValidationIssue } from '@hookwright/core';
import type { RestEngine } from '../rest-api-options.ts';

/** What the engine says is wrong with a registration. */
export function findInputIssues({ registry }: RestEngine, json: unknown): readonly ValidationIssue[] {
  try {
    registry.parse(json);
    return [];
  } catch (error) {
    if (!ValidationError.is(error)) throw error;
    // The engine calls the whole of it by what it is to be.
    return error.issues.map((issue) => (issue.path === 'webhook' ? { ...issue, path: 'body' } : issue));
  }
}

/** Stands in for what a patch leaves out. */
const nothingWrong = { url: 'https://example.com/', events: ['*'], insecure_ssl: false };

/** What the engine says is wrong with a patch, whatever it is a patch of. */
export function findPatchIssues(engine: RestEngine, json: unknown): readonly ValidationIssue[] {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return [];
  const isGiven = ({ path }: ValidationIssue): boolean => Object.hasOwn(json, path.split(/[.[]/, 1)[0] ?? '');
  return findInputIssues(engine, { ...nothingWrong, ...json }).filter(isGiven);
}
