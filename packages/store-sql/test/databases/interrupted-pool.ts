/** What is to happen before a statement is sent: resolves when the statement may go on. */
export type Interruption = (sql: string) => Promise<void>;

type Call = (...given: unknown[]) => unknown;

const queries: ReadonlySet<string | symbol> = new Set(['query', 'execute']);
const connects: ReadonlySet<string | symbol> = new Set(['connect', 'getConnection']);

/** The same pool or connection, each of whose statements waits for `before`. */
export function interrupted<Handle extends object>(handle: Handle, before: Interruption): Handle {
  return new Proxy(handle, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      const call: Call = (...given) => Reflect.apply(member, target, given);
      if (connects.has(name)) return async () => interrupted((await call()) as object, before);
      if (!queries.has(name)) return call;
      return async (...given: unknown[]) => {
        await before(textOf(given[0]));
        return call(...given);
      };
    },
  });
}

function textOf(query: unknown): string {
  if (typeof query === 'string') return query;
  const { text, sql } = query as { readonly text?: unknown; readonly sql?: unknown };
  return String(text ?? sql);
}
