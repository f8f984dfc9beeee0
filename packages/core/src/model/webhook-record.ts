/**
 * A row of an entity, in REST form: own enumerable string keys to JSON values, `Date` (an instant), `bigint` (a number),
 * or objects with `toJSON`, which is asked once per publish. `undefined` is left out of objects and null in lists.
 */
// An object type, not an index signature: a host's own interfaces are to be assignable.
export type WebhookRecord = object;
