import { requireUserName } from '../../sessions/filter.ts';
import { builder } from '../builder/builder.ts';
import type { Context } from '../builder/context.ts';
import { invalidId } from '../ids/node-id.ts';
import { entity } from '../relay/entity.ts';
import { loadNodesEverywhere, required } from '../relay/node.ts';
import { SessionServiceRef } from './session.ts';
import { sessionsField } from './session-connection.ts';
import { type User, UserRef } from './user.ts';

loadNodesEverywhere(UserRef, ([name]) => {
  const userName = required(name);
  // Names are normalised: an id in another case would be a second one of the same user.
  if (/[A-Z]/.test(userName)) throw invalidId();
  return { userName };
});

builder.node(UserRef, {
  description:
    'User across the services, whose name each service may spell differently. AWS has no list of users, so that any name is a user, with or without sessions.',
  id: { resolve: ({ userName }) => JSON.stringify([userName]) },
  fields: (t) => ({
    userName: t.exposeString('userName', {
      nullable: false,
      description:
        "Normalized user name in lower case: the session name of an assumed role, the name of an IAM user, otherwise the user id itself. A bare name gets the `identityDomain` of its account's entry in `GATEWAY_AWS_ACCOUNTS`, else `GATEWAY_IDENTITY_DOMAIN`; without either, `alice` and `alice@example.com` are two users.",
    }),
    sessions: sessionsField(t, {
      description: 'Lists the sessions of this user in every service and location.',
      args: {
        services: t.arg({
          type: [SessionServiceRef],
          description: 'Services to list; all by default.',
        }),
        includeHistory: t.arg.boolean({
          required: true,
          defaultValue: false,
          description: 'True to include the SSM sessions that ended in the last 30 days.',
        }),
      },
      filter: ({ userName }, { services, includeHistory }) => ({ userName, services, includeHistory }),
    }),
  }),
});

entity(UserRef, { userName: async (userName, context) => toUser(userName, context) });

builder.queryField('user', (t) =>
  t.field({
    type: UserRef,
    description: 'Finds a user by name, in any spelling that AWS uses: an ARN, an e-mail address, a bare name.',
    args: {
      userName: t.arg.string({ required: true, description: 'User name; ASCII case is ignored.' }),
    },
    resolve: (_root, { userName }, context) => toUser(userName, context),
  }),
);

function toUser(name: string, { sessions }: Context): User {
  return { userName: requireUserName(name, sessions.userNameOf) };
}
