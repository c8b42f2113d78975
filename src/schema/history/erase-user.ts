import { GatewayError } from '../../errors/gateway-error.ts';
import { MutationError } from '../../services/mutation-error.ts';
import { requireUserName } from '../../sessions/filter.ts';
import type { Context } from '../builder/context.ts';
import { mutation } from '../mutations/mutation.ts';
import { requireHistory } from './require-history.ts';

mutation('eraseUser', {
  description:
    'Erases a user from all that the gateway has stored: records, live sessions and the changes that subscriptions resume from. Sums stay, under a random name. AWS is not changed: a session that it still lists is recorded anew, see `runningSessions`. Idempotent.',
  calls: 0,
  needs: 'people:erase',
  input: (t) => ({
    userName: t.string({
      required: true,
      description: 'User, in any spelling that `User.userName` normalizes: every record of that user is erased.',
    }),
    reason: t.string({ description: 'Reason for the audit log.' }),
  }),
  scopes: async () => [],
  async run({ userName }, context) {
    const history = requireHistory(context);
    const name = parseUserName(userName, context);
    // A request that was cancelled must not leave half of it: it is repeated, or done.
    return history.erase(name, context.deadline);
  },
  payload: (t) => ({
    erasedRecords: t.int({
      description: 'Number of records that had the name; null if `userErrors` has entries.',
      resolve: ({ records }) => records,
    }),
    runningSessions: t.int({
      description:
        'Number of sessions of the user that have not ended. AWS lists them, so that the next scan records them anew: terminate them first, or erase again after their end.',
      resolve: ({ running }) => running,
    }),
  }),
});

/** @throws MutationError for a name that is empty or too long */
function parseUserName(text: string, { sessions }: Pick<Context, 'sessions'>): string {
  try {
    return requireUserName(text, sessions.userNameOf);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    throw new MutationError([{ code: error.code, message: error.message, field: ['input', 'userName'] }]);
  }
}
