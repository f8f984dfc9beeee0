import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Answered, Json } from './rest-fixture.ts';

/** What the document says of an operation. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly description: Json;
}

/** Finds what of an answer the document does not allow. */
export class ResponseChecker {
  readonly operations: readonly Operation[];
  readonly #ajv = new Ajv2020({ strict: false, validateFormats: false });
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(document: Json) {
    this.#ajv.addSchema({ $id: 'document', components: document.components });
    this.operations = Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
      Object.entries<Json>(methods).map(([method, description]) => ({
        method: method.toUpperCase(),
        path,
        description,
      })),
    );
  }

  /** @returns null for an answer within the document */
  problemOf({ method, path, description }: Operation, answer: Answered): string | null {
    const { status } = answer;
    const response = description.responses[status];
    if (response === undefined) return `${method} ${path} may not answer ${status}: ${answer.text}`;
    for (const name of Object.keys(response.headers ?? {})) {
      if (!answer.headers.has(name)) return `${method} ${path} ${status} lacks ${name}`;
    }
    const reference: string | undefined = response.content?.['application/json'].schema.$ref;
    if (reference === undefined) return answer.text === '' ? null : `${method} ${path} ${status} has a body`;
    if (answer.headers.get('content-type') !== 'application/json; charset=utf-8') return `${method} ${path} is no JSON`;
    const validate = this.#validatorOf(reference);
    return validate(answer.json)
      ? null
      : `${method} ${path} ${status}: ${this.#ajv.errorsText(validate.errors)} in ${answer.text}`;
  }

  #validatorOf(reference: string): ValidateFunction {
    let validate = this.#validators.get(reference);
    if (validate === undefined) {
      validate = this.#ajv.compile({ $ref: `document${reference}` });
      this.#validators.set(reference, validate);
    }
    return validate;
  }
}
