/** What the host may know of an error: its code and its message, the address included. */
export function systemErrorDetail(error: NodeJS.ErrnoException): string {
  // Several addresses were tried and all failed: the collective error says nothing, its parts do.
  if (error instanceof AggregateError && error.errors.length > 0) {
    return error.errors.map((part) => systemErrorDetail(part)).join('; ');
  }
  const { code, message } = error;
  return code === undefined || message.includes(code) ? message : `${code}: ${message}`;
}
