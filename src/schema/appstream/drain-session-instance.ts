import { appStreamProvider } from '../../services/appstream/provider.ts';
import { MutationError } from '../../services/mutation-error.ts';
import { locationNotRead } from '../../sessions/location-not-read.ts';
import { forbiddenSession, orForbiddenSession } from '../../sessions/own-sessions.ts';
import { needs } from '../access/access.ts';
import { mutation } from '../mutations/mutation.ts';
import { parseSessionId } from '../sessions/session-id.ts';
import { locationsOf } from '../sessions/terminate-by-id.ts';
import { AppStreamSessionRef } from './session.ts';

mutation('drainSessionInstance', {
  description:
    'Drains the instance of an AppStream session: it takes no new sessions. Running sessions continue; after the last one AWS replaces the instance. Multi-session fleets only. The instance may hold sessions of other users: a caller without `sessions:read` also needs `fleets:write` and must name a session of their own. Idempotent.',
  tag: 'appstream',
  calls: 3,
  needs: 'sessions:terminate',
  input: (t) => ({
    id: t.id({ required: true, description: '`id` of any AppStream session on the instance.' }),
  }),
  scopes: (input) => locationsOf(input),
  async run({ id }, { services, own, caller, live }) {
    const session = parseSessionId(id);
    if (session.service !== 'APPSTREAM') {
      const message = 'This is not an AppStream session: only instances of AppStream fleets can be drained.';
      throw new MutationError([{ code: 'NOT_SUPPORTED', message, field: ['input', 'id'] }]);
    }
    if (own && !caller.scopes.has('fleets:write')) {
      const message = `Others may be on the same instance: ${needs(['fleets:write', 'sessions:read'])}`;
      throw new MutationError([{ code: 'FORBIDDEN', message, field: ['input', 'id'] }]);
    }
    const located = await services.find(session.location);
    if (!located) throw locationNotRead(session.location);
    if (own) {
      located.appstream.refreshSessions();
      const before = await located.appstream.sessionByKey(session.key).catch((error: unknown) => {
        throw orForbiddenSession(error, own);
      });
      if (!before || !own.has(appStreamProvider.toSession(before, new Date()))) throw forbiddenSession();
    }
    const drained = await located.appstream.drainInstanceOf(session.key);
    live?.touch(id);
    return { session: drained };
  },
  payload: (t) => ({
    session: t.field({
      type: AppStreamSessionRef,
      description: 'Session after the change, with `instanceDrainStatus` `DRAINING`; null if it has ended.',
      resolve: ({ session }) => session,
    }),
  }),
});
