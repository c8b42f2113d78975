/** What can be wrong before AWS is asked, or with an answer that AWS did not give. */
export type FailureKind = 'CONFIGURATION' | 'NOT_AWS' | 'PROXY' | 'TOO_LARGE' | 'TOO_SLOW';

/** A failure that AWS has no name for. The message is for the log: it may name hosts. */
export class UpstreamFailure extends Error {
  readonly kind: FailureKind;
  /** Of HTTP, where something answered. */
  readonly status: number | undefined;

  constructor(kind: FailureKind, message: string, status?: number) {
    super(message);
    this.name = 'UpstreamFailure';
    this.kind = kind;
    this.status = status;
  }
}
