const { getTime } = Date.prototype;

/** Whether `value` is a Date, of this or another realm; it may be an invalid one. Never throws. */
export function isDate(value: object): value is Date {
  try {
    // Hardly anything else has such a method, and what merely looks like a Date has no time to give.
    if (typeof (value as { readonly getTime?: unknown }).getTime !== 'function') return false;
    getTime.call(value);
    return true;
  } catch {
    return false;
  }
}
