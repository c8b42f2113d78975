import { MutationError } from '../mutation-error.ts';
import { orMutationError } from '../translate-mutation-error.ts';
import type { AppStreamApi } from './api.ts';
import type { AppStreamSession } from './model.ts';

const FIELD = ['input', 'id'];

/**
 * Drains the instance of a session.
 *
 * @param read reads the session past the cache
 * @returns the session as read afterwards; null where it has ended by then
 * @throws MutationError for a session that has ended, an instance that cannot be drained, or a rejection by AWS
 */
export async function drainInstance(
  api: Pick<AppStreamApi, 'drainSessionInstance'>,
  sessionId: string,
  read: () => Promise<AppStreamSession | null>,
): Promise<AppStreamSession | null> {
  const session = await read();
  checkDrain(session);
  if (session.InstanceDrainStatus === 'DRAINING') return session;
  const subject = { name: `the instance of session \`${sessionId}\``, field: FIELD };
  await orMutationError(api.drainSessionInstance({ SessionId: sessionId }), subject);
  return read();
}

/**
 * Checks that the instance of a session can be drained: "This only applies to multi-session fleets" (F-31). On other fleets an
 * instance has one session and the drain status NOT_APPLICABLE.
 *
 * @throws MutationError without an AWS call
 */
function checkDrain(session: AppStreamSession | null): asserts session is AppStreamSession {
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
