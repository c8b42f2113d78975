import { MutationError } from '../mutation-error.ts';
import type { AppStreamSession } from './model.ts';

const FIELD = ['input', 'id'];

/**
 * Checks that the instance of a session can be drained: "This only applies to multi-session fleets" (F-31). On other fleets an
 * instance has one session and the drain status NOT_APPLICABLE.
 *
 * @throws MutationError without an AWS call
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
