import { describeValue } from '../errors/describe-value.ts';
import type { ValidationIssue, ValidationIssueCode } from '../errors/validation-error.ts';

/** A name that stands in event names: no dots, stars or spaces. */
const identifier = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** What is wrong with a catalogue, whatever it is. */
export function findCatalogIssues(catalog: unknown): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  const reject = (path: string, code: ValidationIssueCode, message: string): void => {
    issues.push({ path, code, message });
  };

  const entities = isObject(catalog) ? catalog.entities : undefined;
  if (!isObject(entities))
    reject('entities', 'WRONG_TYPE', `expected entities by name, got ${describeValue(entities)}`);
  else if (Object.keys(entities).length === 0) reject('entities', 'REQUIRED', 'expected at least one entity');
  else for (const [name, definition] of Object.entries(entities)) checkEntity(name, definition);
  return issues;

  function checkEntity(name: string, definition: unknown): void {
    const path = `entities.${name}`;
    checkName(path, name);
    if (!isObject(definition)) {
      reject(path, 'WRONG_TYPE', `expected { actions, enums?, rules?, custom? }, got ${describeValue(definition)}`);
      return;
    }
    const { actions, enums = {}, rules = [], custom = false } = definition;
    checkActions(`${path}.actions`, actions);
    checkEnums(`${path}.enums`, enums);
    checkRules(`${path}.rules`, rules, Array.isArray(actions) ? actions : []);
    if (typeof custom !== 'boolean') {
      reject(`${path}.custom`, 'WRONG_TYPE', `expected true or false, got ${describeValue(custom)}`);
    }
  }

  function checkName(path: string, name: unknown): void {
    if (typeof name !== 'string') reject(path, 'WRONG_TYPE', `expected a name, got ${describeValue(name)}`);
    else if (!identifier.test(name)) {
      reject(path, 'INVALID_VALUE', `expected letters, digits and "_" only, got ${describeValue(name)}`);
    }
  }

  function checkActions(path: string, actions: unknown): void {
    if (!Array.isArray(actions) || actions.length === 0) {
      const code = Array.isArray(actions) || actions === undefined ? 'REQUIRED' : 'WRONG_TYPE';
      reject(path, code, 'expected a list of at least one action');
      return;
    }
    actions.forEach((action: unknown, index) => {
      checkName(`${path}[${index}]`, action);
      if (actions.indexOf(action) < index) {
        reject(`${path}[${index}]`, 'INVALID_VALUE', `${describeValue(action)} is listed twice`);
      }
    });
  }

  function checkRules(path: string, rules: unknown, actions: readonly unknown[]): void {
    if (!Array.isArray(rules)) {
      reject(path, 'WRONG_TYPE', `expected a list of rules, got ${describeValue(rules)}`);
      return;
    }
    rules.forEach((rule: unknown, index) => {
      const { action, when } = isObject(rule) ? rule : {};
      if (!actions.includes(action)) {
        const message = `expected one of the entity's actions, got ${describeValue(action)}`;
        reject(`${path}[${index}].action`, 'INVALID_VALUE', message);
      }
      if (typeof when !== 'function') {
        const message = `expected (before, after) => boolean, got ${describeValue(when)}`;
        reject(`${path}[${index}].when`, 'WRONG_TYPE', message);
      }
    });
  }

  function checkEnums(path: string, enums: unknown): void {
    if (!isObject(enums)) {
      reject(path, 'WRONG_TYPE', `expected enum maps by field, got ${describeValue(enums)}`);
      return;
    }
    for (const [field, map] of Object.entries(enums)) checkEnumMap(`${path}.${field}`, map);
  }

  function checkEnumMap(path: string, map: unknown): void {
    if (!isObject(map) || Object.keys(map).length === 0) {
      reject(path, 'WRONG_TYPE', `expected numbers and their names, { 1: 'Open' }, got ${describeValue(map)}`);
      return;
    }
    const names = new Set<unknown>();
    for (const [number, name] of Object.entries(map)) {
      if (!/^(?:0|-?[1-9]\d*)$/.test(number)) {
        reject(`${path}.${number}`, 'INVALID_VALUE', `expected a whole number as key, got "${number}"`);
      }
      // A name that reads as a number would make two values of the field the same.
      if (typeof name !== 'string' || name === '' || !Number.isNaN(Number(name))) {
        reject(`${path}.${number}`, 'INVALID_VALUE', `expected a name that is no number, got ${describeValue(name)}`);
      } else if (names.has(name)) {
        reject(`${path}.${number}`, 'INVALID_VALUE', `${describeValue(name)} is the name of two numbers`);
      }
      names.add(name);
    }
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
