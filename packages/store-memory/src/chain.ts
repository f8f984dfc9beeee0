/** What a member of a {@link Chain} bears; the chain alone writes it. */
export interface Link<Member> {
  prev: Member | null;
  next: Member | null;
}

/** A link that stands for its owner, where the owner is in more than one chain. */
export class Mark<Owner> implements Link<Mark<Owner>> {
  readonly owner: Owner;
  prev: Mark<Owner> | null = null;
  next: Mark<Owner> | null = null;

  constructor(owner: Owner) {
    this.owner = owner;
  }
}

/** A doubly linked list through its members' own fields: adding and removing cost no allocation and no search. */
export class Chain<Member extends Link<Member>> {
  first: Member | null = null;
  last: Member | null = null;

  append(member: Member): void {
    this.insertAfter(this.last, member);
  }

  /** @param place - a member, or null for the front */
  insertAfter(place: Member | null, member: Member): void {
    const next = place === null ? this.first : place.next;
    member.prev = place;
    member.next = next;
    if (place === null) this.first = member;
    else place.next = member;
    if (next === null) this.last = member;
    else next.prev = member;
  }

  remove(member: Member): void {
    const { prev, next } = member;
    if (prev === null) this.first = next;
    else prev.next = next;
    if (next === null) this.last = prev;
    else next.prev = prev;
    member.prev = null;
    member.next = null;
  }
}
