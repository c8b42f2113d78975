import { builder } from '../builder/builder.ts';
import { UserRef } from '../sessions/user.ts';
import { liveSessionsField } from './live-connection.ts';

builder.queryField('liveSessions', (t) =>
  liveSessionsField(t, {
    description:
      'Lists sessions as they were last seen: sorted, counted, searched, in both directions, without an AWS call. `asOf`, `incomplete` and `sources` say how old that is; `sessions` asks AWS now.',
    userOf: () => undefined,
  }),
);

builder.objectField(UserRef, 'liveSessions', (t) =>
  liveSessionsField(t, {
    description: 'Lists the sessions of this user as they were last seen, like `Query.liveSessions`.',
    userOf: ({ userName }) => userName,
  }),
);
