/** One error that the caller can fix. */
export interface UserError {
  /** Machine-readable, in UPPER_SNAKE_CASE: `ALREADY_EXISTS`, `OUT_OF_RANGE`. */
  readonly code: string;
  /** Human-readable: what is wrong and how to fix it. */
  readonly message: string;
  /** Path in the arguments: `['input', 'computeCapacity', 'desiredSessions']`; null where no single argument is at fault. */
  readonly field: readonly string[] | null;
}

/** Error of a mutation that changed nothing, for reasons that the caller can fix: failed validation, or a rejection by AWS. */
export class MutationError extends Error {
  readonly userErrors: readonly UserError[];

  constructor(userErrors: readonly UserError[], options?: ErrorOptions) {
    super(userErrors.map(({ message }) => message).join(' '), options);
    this.name = 'MutationError';
    this.userErrors = userErrors;
  }
}

/** Throws all user errors as one. @throws MutationError where there is at least one */
export function throwUserErrors(userErrors: readonly UserError[]): void {
  if (userErrors.length > 0) throw new MutationError(userErrors);
}
