import { describe, expect, it } from 'vitest';
import { compilePath } from './field-path.ts';

describe('compilePath', () => {
  it.each([
    { text: 'name', segments: ['name'], twin: 'name_id' },
    { text: 'owner_id', segments: ['owner_id'], twin: 'owner' },
    { text: 'a.owner', segments: ['a', 'owner'], twin: 'a.owner_id' },
    { text: 'a.owner_id', segments: ['a', 'owner_id'], twin: 'a.owner' },
    { text: '_id', segments: ['_id'], twin: '_id_id' },
    { text: 'a._id', segments: ['a', '_id'], twin: 'a._id_id' },
    { text: '', segments: [''], twin: '_id' },
    { text: 'a..b', segments: ['a', '', 'b'], twin: 'a..b_id' },
  ])('reads "$text"', ({ text, segments, twin }) => {
    const path = compilePath(text);
    expect(path).toMatchObject({ text, segments });
    expect(path.twin).toEqual({ text: twin, segments: twin.split('.') });
  });
});
