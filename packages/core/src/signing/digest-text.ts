import { createHash } from 'node:crypto';

/** SHA-256 of a text's UTF-8, 44 characters of base64. */
export function digestText(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
