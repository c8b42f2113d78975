import { GatewayError } from '../errors.ts';

/** What AWS says when it is told to end a session: it will, or there is nothing left to end. */
export type EndAnswer = 'ACCEPTED' | 'ALREADY_OVER';

/**
 * @param isOver whether a refusal means that the session is over; every other failure is one
 * @throws GatewayError UPSTREAM_*
 */
export async function endAnswer(call: Promise<unknown>, isOver = isNotFound): Promise<EndAnswer> {
  try {
    await call;
    return 'ACCEPTED';
  } catch (error) {
    if (error instanceof GatewayError && isOver(error)) return 'ALREADY_OVER';
    throw error;
  }
}

export function isNotFound({ code }: GatewayError): boolean {
  return code === 'NOT_FOUND';
}
