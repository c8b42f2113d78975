/** What the caller of a mutation can mend. */
export interface UserError {
  readonly code: string;
  readonly message: string;
  readonly field: readonly string[] | null;
}

export class Refusal extends Error {
  readonly userErrors: readonly UserError[];

  constructor(userErrors: readonly UserError[]) {
    super(userErrors.map(({ message }) => message).join(' '));
    this.name = 'Refusal';
    this.userErrors = userErrors;
  }
}
