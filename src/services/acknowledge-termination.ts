import { GatewayError } from '../errors/gateway-error.ts';
import { orMutationError } from './translate-mutation-error.ts';

/** What AWS says when it is told to end a session: it will, or there is nothing left to end. */
export type TerminationAcknowledgement = 'ACCEPTED' | 'ALREADY_OVER';

/**
 * @param call the end of this session
 * @param isOver whether the session of a rejected end is over
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
