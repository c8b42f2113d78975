/** One thing that the caller can mend. */
export interface UserError {
  /** UPPER_SNAKE_CASE, for programs: `ALREADY_EXISTS`, `OUT_OF_RANGE`. */
  readonly code: string;
  /** What is wrong and what to do about it, for people. */
  readonly message: string;
  /** Where in the arguments: `['input', 'computeCapacity', 'desiredSessions']`; null where no one location is to blame. */
  readonly field: readonly string[] | null;
}

/** A change that was not made, for reasons that the caller can mend: broken rules, or AWS's own refusal. */
export class Refusal extends Error {
  readonly userErrors: readonly UserError[];

  constructor(userErrors: readonly UserError[], options?: ErrorOptions) {
    super(userErrors.map(({ message }) => message).join(' '), options);
    this.name = 'Refusal';
    this.userErrors = userErrors;
  }
}

/** @throws Refusal with all of them, if there are any */
export function refuseFor(userErrors: readonly UserError[]): void {
  if (userErrors.length > 0) throw new Refusal(userErrors);
}
