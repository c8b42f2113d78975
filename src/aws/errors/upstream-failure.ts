/** Kinds of failures before AWS is called, and of answers that are not AWS's. */
export type FailureKind = 'CONFIGURATION' | 'NOT_AWS' | 'PROXY' | 'TOO_LARGE' | 'TOO_SLOW' | 'TOO_MANY';

/** Failure without an error name of AWS. Its message is for the log only: it may name hosts. */
export class UpstreamFailure extends Error {
  readonly kind: FailureKind;
  /** HTTP status, if there was an answer. */
  readonly status: number | undefined;

  constructor(kind: FailureKind, message: string, status?: number) {
    super(message);
    this.name = 'UpstreamFailure';
    this.kind = kind;
    this.status = status;
  }
}
