/** A request that the API does not carry out, in the shape that the webhooks' own resource has for errors (RS-3). */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly errorName: string;
  readonly code: number;

  constructor(status: keyof typeof names, message: string) {
    super(message);
    this.status = status;
    this.errorName = names[status].name;
    this.code = names[status].code;
  }

  get body(): object {
    const { code, errorName: name, message, status } = this;
    return { success: false, code, name, message, http_status: status };
  }
}

const names = {
  400: { name: 'ERROR_PARAMETER_INVALID', code: 117 },
  401: { name: 'ERROR_UNAUTHORIZED', code: 401 },
  404: { name: 'ERROR_NOT_FOUND', code: 404 },
  405: { name: 'ERROR_METHOD_NOT_ALLOWED', code: 405 },
  413: { name: 'ERROR_TOO_LARGE', code: 413 },
  422: { name: 'ERROR_ENTITY_VALIDATION', code: 40_000 },
  500: { name: 'ERROR_INTERNAL', code: 500 },
} as const;
