/** Bounds of a request. Whole numbers ≥ 1. */
export interface RestApiLimits {
  /** Of a body, in bytes. Default 1 MiB. Above it 413. */
  readonly maxBodyBytes?: number | undefined;
  /** Objects and lists within each other in a body. Default 64. Above it 422. */
  readonly maxDepth?: number | undefined;
  /** Items of one list, or keys of one object, in a body. Default 1,000. Above it 422. */
  readonly maxListItems?: number | undefined;
  /** Ids of one batch call, at most 1,000. Default 100. Above it 422. */
  readonly maxBatchIds?: number | undefined;
  /** Requests of one tenant within a second, in this process. Default 100. Above it 429. Not used with a `rateLimiter` of the host's. */
  readonly maxRequestsPerSecond?: number | undefined;
}

const defaults = {
  maxBodyBytes: 1_048_576,
  maxDepth: 64,
  maxListItems: 1_000,
  maxBatchIds: 100,
  maxRequestsPerSecond: 100,
};
const most: Partial<typeof defaults> = { maxBatchIds: 1_000 };

export type ResolvedLimits = Readonly<typeof defaults>;

/** @throws RangeError that names every limit that is unknown, or no whole number within its bounds */
export function resolveLimits(given: RestApiLimits = {}): ResolvedLimits {
  const problems: string[] = [];
  const limits = { ...defaults };
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (!isLimit(name)) {
      problems.push(`limits.${name}: unknown; expected one of ${Object.keys(defaults).join(', ')}`);
    } else if (!Number.isInteger(value) || value < 1 || value > (most[name] ?? Number.MAX_SAFE_INTEGER)) {
      const bound = most[name] === undefined ? '≥ 1' : `1…${most[name]}`;
      problems.push(`limits.${name}: expected a whole number ${bound}, got ${String(value)}`);
    } else {
      limits[name] = value;
    }
  }
  if (problems.length > 0) throw new RangeError(problems.join('\n'));
  return limits;
}

function isLimit(name: string): name is keyof typeof defaults {
  return Object.hasOwn(defaults, name);
}
