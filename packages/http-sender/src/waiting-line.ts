/** What stands in a {@link WaitingLine}; the line alone writes it. */
export interface LineMember<Member> {
  ahead: Member | null;
  behind: Member | null;
}

/** First come, first served, and anybody may leave. Through its members' own fields: in a set, each would be hashed for one wait. */
export class WaitingLine<Member extends LineMember<Member>> {
  #first: Member | null = null;
  #last: Member | null = null;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @param member - in no line */
  join(member: Member): void {
    member.ahead = this.#last;
    if (this.#last === null) this.#first = member;
    else this.#last.behind = member;
    this.#last = member;
    this.#size += 1;
  }

  /** @param member - in this line */
  leave(member: Member): void {
    const { ahead, behind } = member;
    if (ahead === null) this.#first = behind;
    else ahead.behind = behind;
    if (behind === null) this.#last = ahead;
    else behind.ahead = ahead;
    member.ahead = member.behind = null;
    this.#size -= 1;
  }

  /** The one that waits for longest, which leaves. */
  next(): Member | null {
    const first = this.#first;
    if (first !== null) this.leave(first);
    return first;
  }
}
