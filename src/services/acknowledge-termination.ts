import { GatewayError } from '../errors/gateway-error.ts';
import { orRefusal } from './translate-refusal.ts';

/** What AWS says when it is told to end a session: it will, or there is nothing left to end. */
export type TerminationAcknowledgement = 'ACCEPTED' | 'ALREADY_OVER';

/**
 * @param call the end of this session
 * @param isOver whether the session of a rejected end is over
 * @throws Refusal for AWS's other refusals, GatewayError UPSTREAM_*
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
  return orRefusal(answer, { name: `session \`${sessionId}\``, field: ['input', 'id'] });
}

export function isNotFound({ code }: GatewayError): boolean {
  return code === 'NOT_FOUND';
}
