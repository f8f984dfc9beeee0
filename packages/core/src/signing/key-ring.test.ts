import { describe, expect, it } from 'vitest';
import { isSealed, KeyRing } from './key-ring.ts';

const one = { id: 'one', key: new Uint8Array(32).fill(1) };
const two = { id: 'two', key: new Uint8Array(32).fill(2) };
const text = 'whsec_Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4';

describe('KeyRing (SI-4)', () => {
  it('opens what it has sealed, in its place alone', () => {
    const ring = new KeyRing([one]);
    const envelope = ring.seal(text, 'here');
    expect(envelope).toMatch(/^hwsealed\.one\.[A-Za-z0-9+/=]+$/);
    expect(isSealed(envelope)).toBe(true);
    expect(envelope).not.toContain(text);
    expect(ring.open(envelope, 'here')).toBe(text);
    expect(ring.open(envelope, 'there')).toBe(null);
  });

  it('never seals to the same text twice', () => {
    const ring = new KeyRing([one]);
    expect(ring.seal(text, 'here')).not.toBe(ring.seal(text, 'here'));
  });

  it('seals with the first key and opens with all', () => {
    const old = new KeyRing([one]).seal(text, 'here');
    const turned = new KeyRing([two, one]);
    expect(turned.open(old, 'here')).toBe(text);
    expect([turned.isNewest(old), turned.isNewest(turned.seal(text, 'here'))]).toEqual([false, true]);
    expect(new KeyRing([two]).open(old, 'here')).toBe(null);
  });

  it('opens nothing that was tampered with, wherever', () => {
    const ring = new KeyRing([one]);
    const envelope = ring.seal(text, 'here');
    const start = 'hwsealed.one.'.length;
    for (let at = start; at < envelope.length; at += 1) {
      const other = envelope[at] === 'A' ? 'B' : 'A';
      const changed = envelope.slice(0, at) + other + envelope.slice(at + 1);
      const opened = ring.open(changed, 'here');
      // The last character of base64 may hold bits that count for nothing.
      expect([null, ...(at >= envelope.length - 4 ? [text] : [])], changed).toContain(opened);
    }
    for (const broken of ['hwsealed.one.', 'hwsealed.one', 'hwsealed.one.!!', 'hwsealed.', envelope.slice(0, -8)]) {
      expect(ring.open(broken, 'here')).toBe(null);
    }
  });

  it('does not take a key for another of the same name', () => {
    const envelope = new KeyRing([one]).seal(text, 'here');
    expect(new KeyRing([{ ...two, id: 'one' }]).open(envelope, 'here')).toBe(null);
  });
});
