import { builder } from '../builder/builder.ts';
import { SessionRef } from '../sessions/session.ts';
import { nodeIdOf } from '../sessions/session-node.ts';
import { recordById } from './history-loaders.ts';
import { SessionRecordRef } from './session-record.ts';

builder.interfaceField(SessionRef, 'record', (t) =>
  t.field({
    type: SessionRecordRef,
    description:
      'Record of the session, as far as it was observed: its connections, and the times of its statuses. Null before it was.',
    resolve: (session, _args, context, { parentType }) =>
      recordById(context).load(nodeIdOf({ type: parentType.name, session } as Parameters<typeof nodeIdOf>[0])),
  }),
);
