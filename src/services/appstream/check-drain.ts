import { MutationError } from '../mutation-error.ts';
import type { AppStreamSession } from './model.ts';

const FIELD = ['input', 'id'];

/**
 * "This only applies to multi-session fleets" (F-31): elsewhere an instance has
 * one session, and the status NOT_APPLICABLE.
 *
 * @throws MutationError before AWS is asked
 */
export function checkDrain(session: AppStreamSession | null): asserts session is AppStreamSession {
  if (session === null || session.State === 'EXPIRED') {
    const message =
      'The session is over, and its instance is no longer known by it. Take another session on the instance.';
    throw new MutationError([{ code: 'NOT_FOUND', message, field: FIELD }]);
  }
  if (session.InstanceDrainStatus === 'NOT_APPLICABLE') {
    const message = `Only instances of multi-session fleets can be drained, and fleet \`${session.FleetName}\` is none. End the session instead.`;
    throw new MutationError([{ code: 'NOT_SUPPORTED', message, field: FIELD }]);
  }
}
