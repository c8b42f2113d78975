interface GraphqlError {
  readonly message: string;
  readonly extensions?: { readonly code?: unknown };
}

/** Request that failed as a whole, with the code of the gateway: `FORBIDDEN`, `RATE_LIMITED`. */
export class GatewayRequestError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }

  static of(errors: readonly GraphqlError[] = []): GatewayRequestError {
    const [first] = errors;
    return new GatewayRequestError(String(first?.extensions?.code ?? 'UNKNOWN'), first?.message ?? 'Unknown error.');
  }
}
