import { describe, expect, it } from 'vitest';
import { type PayloadSubject, renderPayload } from './render-payload.ts';
import { createShape, type ShapeOptions } from './shape.ts';

function render(subject: Partial<PayloadSubject> & { entity: object }, options: Partial<ShapeOptions> = {}) {
  const shape = createShape({
    expand: [],
    loadOnly: [],
    relatedExpand: [],
    relatedLoadOnly: [],
    changes: false,
    clientId: null,
    ...options,
  });
  const record = subject.record ?? subject.entity;
  return renderPayload({ record, relatedEntity: null, before: null, changedFields: null, ...subject }, shape);
}

const parse = (text: string): unknown => JSON.parse(`{${text}}`);

describe('renderPayload', () => {
  it('PA-1: shows the record and null for no related one, in this order', () => {
    expect(render({ entity: { id: '1', name: 'Ä"' } })).toBe('"entity":{"id":"1","name":"Ä\\""},"related_entity":null');
  });

  it('PA-4: writes a bigint as digits', () => {
    expect(render({ entity: { id: 9007199254740993n } })).toBe(
      '"entity":{"id":9007199254740993},"related_entity":null',
    );
  });

  it('EX-4, EX-5: projects each record by its own list, after expanding', () => {
    const text = render(
      {
        entity: { id: '1', owner: { id: 'u', name: 'A', email: 'e' }, secret: 1 },
        record: { id: '1', owner: 'https://api/Users/u', secret: 1 },
        relatedEntity: { id: '2', contact: { id: 'c' }, note: 'n' },
      },
      { loadOnly: ['owner.name'], relatedLoadOnly: ['id', 'contact'] },
    );
    expect(parse(text)).toEqual({
      entity: { owner: { name: 'A' } },
      related_entity: { id: '2', contact: { id: 'c' } },
    });
  });

  it('PA-5: shows no extras unless asked', () => {
    expect(parse(render({ entity: { a: 1 }, before: { a: 2 } }))).toEqual({ entity: { a: 1 }, related_entity: null });
  });

  const changes = { changes: true };

  it.each<{ name: string; subject: Partial<PayloadSubject> & { entity: object }; fields: unknown; previous: unknown }>([
    {
      name: 'what differs and its old values',
      subject: { entity: { a: 1, b: 2, c: 3 }, before: { a: 1, b: 'old', d: [1] } },
      fields: ['b', 'd', 'c'],
      previous: { b: 'old', d: [1], c: null },
    },
    { name: 'no difference', subject: { entity: { a: 1 }, before: { a: 1 } }, fields: [], previous: {} },
    {
      name: 'the difference rather than what the host says',
      subject: { entity: { a: 1, b: 2 }, before: { a: 2, b: 2 }, changedFields: ['b'] },
      fields: ['a'],
      previous: { a: 2 },
    },
    {
      name: 'what the host says, without before',
      subject: { entity: { a: 1, 'x.y': 1 }, changedFields: ['a', 'b.c', 'b.d', 'x.y', 'b'] },
      fields: ['a', 'b', 'x.y'],
      previous: null,
    },
    { name: 'null for what nothing tells', subject: { entity: { a: 1 } }, fields: null, previous: null },
    {
      name: 'no change in a relation that is only expanded',
      subject: {
        entity: { a: 1, owner: { id: 'u' } },
        record: { a: 1, owner: 'https://api/Users/u' },
        before: { a: 2, owner: 'https://api/Users/u' },
      },
      fields: ['a'],
      previous: { a: 2 },
    },
  ])('PA-5: shows $name', ({ subject, fields, previous }) => {
    expect(parse(render(subject, changes))).toMatchObject({ changed_fields: fields, previous });
  });

  it('PA-5: comes after the records', () => {
    expect(render({ entity: { a: 1 }, before: { a: 2n } }, changes)).toBe(
      '"entity":{"a":1},"related_entity":null,"changed_fields":["a"],"previous":{"a":2}',
    );
  });

  it('PA-5: shows a field of any name', () => {
    const before = JSON.parse('{"__proto__":1,"toString":2}') as object;
    expect(render({ entity: {}, before }, changes)).toContain(
      '"changed_fields":["__proto__","toString"],"previous":{"__proto__":1,"toString":2}',
    );
  });

  it.each<{ name: string; subject: Partial<PayloadSubject>; fields: unknown; previous: unknown }>([
    {
      name: 'by before',
      subject: { before: { a: 0, secret: 'old', owner: { name: 'B', salary: 9 } } },
      fields: ['a', 'owner'],
      previous: { a: 0, owner: { name: 'B' } },
    },
    {
      name: 'as the host says',
      subject: { changedFields: ['secret', 'owner.salary', 'a'] },
      fields: ['owner', 'a'],
      previous: null,
    },
  ])('PA-5, EX-4: leaks nothing that load-only leaves out, $name', ({ subject, fields, previous }) => {
    const entity = { a: 1, secret: 'new', owner: { name: 'A', salary: 10 } };
    const text = render({ entity, ...subject }, { ...changes, loadOnly: ['a', 'owner.name'] });
    expect(parse(text)).toEqual({
      entity: { a: 1, owner: { name: 'A' } },
      related_entity: null,
      changed_fields: fields,
      previous,
    });
    expect(text).not.toMatch(/secret|salary/);
  });
});
