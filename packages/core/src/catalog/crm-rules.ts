import { valuesEqual } from '../changes/values-equal.ts';
import { hasField, readField } from '../record/read-field.ts';
import type { DerivationRule } from './catalog.ts';
import { hasEntered, isStatus, isTrue, type Status } from './entered-status.ts';

// The rules of EV-6.

export const ownerChanged = {
  action: 'OwnerChanged',
  when: (before, after) => relationDiffers(before, after, 'owner'),
} as const satisfies DerivationRule;

export const moved = {
  action: 'Move',
  when: (before, after) => relationDiffers(before, after, 'step'),
} as const satisfies DerivationRule;

export function wonBy(won: Status) {
  return {
    action: 'Won',
    when: (before, after) => hasEntered(before, after, (read) => isStatus(read('status'), won)),
  } as const satisfies DerivationRule;
}

/** @param won - the status that an archived record may have without being lost, or null where none is won */
export function lostBy(lost: Status, won: Status | null) {
  return {
    action: 'Lost',
    when: (before, after) =>
      hasEntered(before, after, (read) => {
        const status = read('status');
        if (isStatus(status, lost)) return true;
        return isTrue(read('is_archived')) && (won === null || !isStatus(status, won));
      }),
  } as const satisfies DerivationRule;
}

/** By its id where either record has one: an expanded relation differs whenever the related record does. */
function relationDiffers(before: object, after: object, relation: string): boolean {
  const id = `${relation}_id`;
  const field = hasField(before, id) || hasField(after, id) ? id : relation;
  return !valuesEqual(readField(before, field), readField(after, field));
}
