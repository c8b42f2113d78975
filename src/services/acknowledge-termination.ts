import { GatewayError } from '../errors/gateway-error.ts';
import { orMutationError } from './translate-mutation-error.ts';

/** AWS's acknowledgement of a termination call: accepted, or the session had already ended. */
export type TerminationAcknowledgement = 'ACCEPTED' | 'ALREADY_OVER';

/**
 * Awaits a termination call. Idempotent: a session that has already ended is no error.
 *
 * @param call the termination call of this session
 * @param isOver whether an error of the call means that the session has already ended
 * @throws MutationError for AWS's other rejections that the caller can fix, GatewayError UPSTREAM_*
 */
export async function acknowledgeTermination(
  sessionId: string,
  call: Promise<unknown>,
  isOver: (error: GatewayError) => boolean | Promise<boolean> = isNotFound,
): Promise<TerminationAcknowledgement> {
  const answer = call.then(
    () => 'ACCEPTED' as const,
    async (error: unknown) => {
      if (error instanceof GatewayError && (await isOver(error))) return 'ALREADY_OVER' as const;
      throw error;
    },
  );
  return orMutationError(answer, { name: `session \`${sessionId}\``, field: ['input', 'id'] });
}

export function isNotFound({ code }: GatewayError): boolean {
  return code === 'NOT_FOUND';
}
