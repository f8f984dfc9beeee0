import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type LineMember, WaitingLine } from './waiting-line.ts';

class Member implements LineMember<Member> {
  ahead: Member | null = null;
  behind: Member | null = null;
}

it('a line serves who came first, whoever leaves it and comes again', () => {
  const steps = fc.array(fc.record({ what: fc.constantFrom('join', 'next', 'leave'), who: fc.nat() }), {
    maxLength: 100,
  });
  fc.assert(
    fc.property(steps, (taken) => {
      const line = new WaitingLine<Member>();
      const model: Member[] = [];
      const outside: Member[] = Array.from({ length: 4 }, () => new Member());
      for (const { what, who } of taken) {
        if (what === 'join') {
          const member = outside.shift() ?? new Member();
          line.join(member);
          model.push(member);
        } else if (what === 'next') {
          const next = model.shift() ?? null;
          expect(line.next()).toBe(next);
          if (next !== null) outside.push(next);
        } else if (model.length > 0) {
          const [gone] = model.splice(who % model.length, 1) as [Member];
          line.leave(gone);
          outside.push(gone);
        }
        expect(line.size).toBe(model.length);
      }
      const rest = Array.from({ length: model.length }, () => line.next());
      expect(rest.every((member, index) => member === model[index])).toBe(true);
      expect([line.size, line.next()]).toEqual([0, null]);
    }),
  );
});
