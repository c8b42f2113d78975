import type { AwsLocation } from './location.ts';

/** One attempt to change something in AWS, and what AWS said to it. */
export interface WriteAttempt extends AwsLocation {
  readonly service: string;
  readonly operation: string;
  /** AWS's id of the attempt; absent where AWS never answered. */
  readonly requestId?: string;
  /** `ok`, or the name of AWS's refusal, or of what went wrong on the way. */
  readonly outcome: string;
}

/** Sends, and notes the attempt once its outcome is known. */
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

/** AWS's id of a request, by its answer or its refusal. What answers in AWS's configured could write anything there. */
export function requestIdOf(of: unknown): string | undefined {
  const id = (of as { $metadata?: { requestId?: unknown } } | undefined)?.$metadata?.requestId;
  return typeof id === 'string' && /^[\w-]{1,128}$/.test(id) ? id : undefined;
}

/** Whether AWS rejected an attempt, and so changed nothing. After a timeout or a failure of AWS's own nobody knows. */
export function isRejected(error: unknown): boolean {
  const status = (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata?.httpStatusCode ?? 0;
  return status >= 400 && status < 500 && status !== 408;
}
