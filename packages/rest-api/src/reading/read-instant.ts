/** @param text - of `givenInstantSchema`; null and undefined are none */
export function readInstant(text: string | null | undefined): Date | undefined {
  return text === undefined || text === null ? undefined : new Date(text.replace(' ', 'T'));
}
