import { describe, expect, it } from 'vitest';
import { createShape, type ShapeOptions } from './shape.ts';

const plain: ShapeOptions = {
  expand: [],
  loadOnly: [],
  relatedExpand: [],
  relatedLoadOnly: [],
  changes: false,
  clientId: null,
};
const keyOf = (options: Partial<ShapeOptions>): string => createShape({ ...plain, ...options }).key;

describe('createShape', () => {
  it.each<{ name: string; one: Partial<ShapeOptions>; other: Partial<ShapeOptions> }>([
    { name: 'expand in another order', one: { expand: ['a', 'b'] }, other: { expand: ['b', 'a', 'b'] } },
    { name: 'a parent that is implied', one: { expand: ['a', 'a.b'] }, other: { expand: ['a.b'] } },
    { name: 'load-only in another order', one: { loadOnly: ['a', 'b'] }, other: { loadOnly: ['b', 'a', 'b'] } },
    { name: 'related load-only alike', one: { relatedLoadOnly: ['a', 'b'] }, other: { relatedLoadOnly: ['b', 'a'] } },
    { name: 'related expand alike', one: { relatedExpand: ['a', 'b'] }, other: { relatedExpand: ['b', 'a'] } },
    { name: 'other clients, nothing expanded', one: { clientId: 'x' }, other: { clientId: 'y' } },
  ])('has the same key for $name', ({ one, other }) => {
    expect(keyOf(one)).toBe(keyOf(other));
  });

  it.each<{ name: string; one: Partial<ShapeOptions>; other: Partial<ShapeOptions> }>([
    { name: 'other paths', one: { expand: ['a'] }, other: { expand: ['b'] } },
    { name: 'other fields', one: { loadOnly: ['a'] }, other: { loadOnly: [] } },
    { name: 'the related record’s', one: { expand: ['a'] }, other: { relatedExpand: ['a'] } },
    { name: 'the related record’s fields', one: { loadOnly: ['a'] }, other: { relatedLoadOnly: ['a'] } },
    { name: 'changes', one: { changes: true }, other: { changes: false } },
    { name: 'a comma in a name', one: { loadOnly: ['a,b'] }, other: { loadOnly: ['a', 'b'] } },
    {
      name: 'EX-2: other clients',
      one: { expand: ['a'], clientId: 'x' },
      other: { expand: ['a'], clientId: 'y' },
    },
    {
      name: 'EX-2: other clients of a related record',
      one: { relatedExpand: ['a'], clientId: 'x' },
      other: { relatedExpand: ['a'], clientId: null },
    },
  ])('has another key for $name', ({ one, other }) => {
    expect(keyOf(one)).not.toBe(keyOf(other));
  });

  it('names the client only when something is expanded', () => {
    expect(createShape({ ...plain, clientId: 'x' }).clientId).toBeNull();
    expect(createShape({ ...plain, relatedExpand: ['a'], clientId: 'x' }).clientId).toBe('x');
  });

  it('EX-4: keeps everything where nothing is listed', () => {
    expect(createShape(plain)).toMatchObject({ project: null, relatedProject: null, listedFields: null });
  });
});
