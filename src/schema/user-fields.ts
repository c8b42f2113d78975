import { GatewayError } from '../errors/gateway-error.ts';
import { checkUserName } from '../sessions/filter.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { entity } from './entity.ts';
import { loadNodesEverywhere, required } from './node.ts';
import { SessionServiceRef } from './session.ts';
import { sessionsField } from './session-connection.ts';
import { type User, UserRef } from './user.ts';

loadNodesEverywhere(UserRef, ([userName]) => ({ userName: required(userName) }));

builder.node(UserRef, {
  description:
    'One person across the services: whoever has sessions under this name, however each service spells it. There is no list of people in AWS, so any name is somebody, with or without sessions.',
  id: { resolve: ({ userName }) => JSON.stringify([userName]) },
  fields: (t) => ({
    userName: t.exposeString('userName', {
      nullable: false,
      description:
        "One spelling for all services, in lower case: the session name of an assumed role, the name of an IAM user, otherwise the user id itself. A bare name is completed with the `identityDomain` of its account's entry in `GATEWAY_AWS_ACCOUNTS`, else with `GATEWAY_IDENTITY_DOMAIN`; without one `alice` and `alice@example.com` are two people.",
    }),
    sessions: sessionsField(t, {
      description: 'All sessions of this person, of every service and location, as one list.',
      args: {
        services: t.arg({
          type: [SessionServiceRef],
          description: 'Only sessions that these services hold; every service when left out.',
        }),
        includeHistory: t.arg.boolean({
          required: true,
          defaultValue: false,
          description: "Whether SSM's ended sessions count, of the last 30 days.",
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
    description: 'One person by name, in any spelling that AWS uses: an ARN, an e-mail address, a bare name.',
    args: {
      userName: t.arg.string({ required: true, description: 'The name; ASCII upper and lower case are the same.' }),
    },
    resolve: (_root, { userName }, context) => toUser(userName, context),
  }),
);

function toUser(name: string, { sessions }: Context): User {
  checkUserName(name);
  const userName = sessions.userNameOf(name.trim());
  if (userName === null) throw new GatewayError('BAD_USER_INPUT', '`userName` is empty.');
  return { userName };
}
