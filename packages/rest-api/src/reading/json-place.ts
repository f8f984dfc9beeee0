/** An open object or list. */
interface Frame {
  /** Keys so far; null for a list. */
  readonly keys: Set<string> | null;
  /** The current key, or index. */
  at: string | number;
  isKeyNext: boolean;
}

const maxStepsShown = 5;
const maxStepLength = 64;

/** Where a reader of JSON is. */
export class JsonPlace {
  readonly #frames: Frame[];

  constructor(frames: readonly Frame[] = []) {
    this.#frames = [...frames];
  }

  get depth(): number {
    return this.#frames.length;
  }

  /** Whether the next text is a key. */
  get isKeyNext(): boolean {
    return this.#frames.at(-1)?.isKeyNext === true;
  }

  open(bracket: '{' | '['): void {
    const isObject = bracket === '{';
    this.#frames.push({ keys: isObject ? new Set() : null, at: isObject ? '' : 0, isKeyNext: isObject });
  }

  close(): void {
    this.#frames.pop();
  }

  /** Past a comma. @returns how many items or keys came before it */
  step(): number {
    const frame = this.#frames.at(-1);
    if (frame === undefined) return 0;
    if (typeof frame.at === 'number') {
      frame.at += 1;
      return frame.at;
    }
    frame.isKeyNext = true;
    return frame.keys?.size ?? 0;
  }

  /** @returns false when the object has this key already */
  takeKey(key: string): boolean {
    const frame = this.#frames.at(-1);
    if (frame?.keys === undefined || frame.keys === null) return true;
    frame.at = key;
    frame.isKeyNext = false;
    const isNew = !frame.keys.has(key);
    frame.keys.add(key);
    return isNew;
  }

  /** The object or list that it is in. */
  parent(): JsonPlace {
    return new JsonPlace(this.#frames.slice(0, -1));
  }

  /** `options.entity.Contact[0]`; `body` at the root. */
  toString(): string {
    const steps = this.#frames.slice(0, maxStepsShown).map(({ at }) => {
      return typeof at === 'number' ? `[${at}]` : `.${at.slice(0, maxStepLength)}`;
    });
    const path = steps
      .join('')
      .replace(/^\./, '')
      .replaceAll(/\0|\p{Surrogate}/gu, '?');
    return path === '' ? 'body' : path;
  }
}
