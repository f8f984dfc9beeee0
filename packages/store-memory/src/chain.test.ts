import { describe, expect, it } from 'vitest';
import { Chain, Mark } from './chain.ts';

function namesOf(chain: Chain<Mark<string>>): readonly string[] {
  const names: string[] = [];
  for (let mark = chain.first; mark !== null; mark = mark.next) names.push(mark.owner);
  const backwards: string[] = [];
  for (let mark = chain.last; mark !== null; mark = mark.prev) backwards.push(mark.owner);
  expect(backwards.toReversed()).toEqual(names);
  return names;
}

describe('Chain', () => {
  it.each([
    { removed: 'first', left: ['second', 'third'] },
    { removed: 'second', left: ['first', 'third'] },
    { removed: 'third', left: ['first', 'second'] },
  ])('leaves $left without the $removed', ({ removed, left }) => {
    const chain = new Chain<Mark<string>>();
    const marks = ['first', 'second', 'third'].map((name) => new Mark(name));
    for (const mark of marks) chain.append(mark);
    expect(namesOf(chain)).toEqual(['first', 'second', 'third']);
    const mark = marks.find(({ owner }) => owner === removed);
    if (mark) chain.remove(mark);
    expect(namesOf(chain)).toEqual(left);
    if (mark) chain.append(mark);
    expect(namesOf(chain)).toEqual([...left, removed]);
  });

  it('takes members at the front, in between and at the end', () => {
    const chain = new Chain<Mark<string>>();
    const [a, b, c] = [new Mark('a'), new Mark('b'), new Mark('c')];
    chain.insertAfter(null, c);
    chain.insertAfter(null, a);
    chain.insertAfter(a, b);
    expect(namesOf(chain)).toEqual(['a', 'b', 'c']);
    for (const mark of [a, b, c]) chain.remove(mark);
    expect(namesOf(chain)).toEqual([]);
  });
});
