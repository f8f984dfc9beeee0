const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** An id that is none is known nowhere; a column of the type would refuse it. */
export function isUuid(id: unknown): id is string {
  return typeof id === 'string' && uuid.test(id);
}
