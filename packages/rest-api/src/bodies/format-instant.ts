/** PA-4. @param instant - Unix ms */
export function formatInstant(instant: number): string {
  return new Date(instant).toISOString().replace('T', ' ').replace('Z', '000+00:00');
}
