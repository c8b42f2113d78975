import type { AwsLocation } from './location.ts';

/** Attempt of a write with its outcome, for the audit log. */
export interface WriteAttempt extends AwsLocation {
  readonly service: string;
  readonly operation: string;
  /** AWS's id of the attempt; absent where AWS never answered. */
  readonly requestId?: string;
  /** `ok`, or the name of the error of AWS or of the connection. */
  readonly outcome: string;
}

/** Records a write attempt once its outcome is known. */
export async function recordAttempt<Answer extends object>(
  sending: Promise<Answer>,
  write: AwsLocation & Pick<WriteAttempt, 'service' | 'operation'>,
  writes: WriteAttempt[],
): Promise<Answer> {
  try {
    const answer = await sending;
    writes.push({ ...write, requestId: requestIdOf(answer), outcome: 'ok' });
    return answer;
  } catch (error) {
    writes.push({ ...write, requestId: requestIdOf(error), outcome: error instanceof Error ? error.name : 'Error' });
    throw error;
  }
}

/** Returns AWS's request id of an answer or an error. Checks its format, as a server other than AWS could send anything. */
export function requestIdOf(of: unknown): string | undefined {
  const id = (of as { $metadata?: { requestId?: unknown } } | undefined)?.$metadata?.requestId;
  return typeof id === 'string' && /^[\w-]{1,128}$/.test(id) ? id : undefined;
}

/** Returns true if AWS rejected an attempt, which then changed nothing. After a timeout or a failure of AWS that is unknown. */
export function isRejected(error: unknown): boolean {
  const status = (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata?.httpStatusCode ?? 0;
  return status >= 400 && status < 500 && status !== 408;
}
