import { builder } from './builder.ts';
import { awsCallsOfNames } from './cost.ts';
import { SessionServiceRef, SessionStatusRef } from './session.ts';
import { sessionsField } from './session-connection.ts';

const SessionFilterRef = builder.inputType('SessionFilter', {
  description: 'Which sessions are wanted. What is left out is no condition; all that are given must hold.',
  fields: (t) => ({
    services: t.field({ type: [SessionServiceRef], description: 'Those that one of these services holds.' }),
    statuses: t.field({ type: [SessionStatusRef], description: 'Those in one of these states.' }),
    userName: t.string({ description: 'Those of this person, in any spelling: see `User.userName`.' }),
    startedAfter: t.field({ type: 'DateTime', description: 'Those that began at this moment or after it.' }),
    startedBefore: t.field({
      type: 'DateTime',
      description: 'Those that began before this moment: windows that meet share no session and lose none.',
    }),
    fleetNames: t.stringList({ description: 'AppStream sessions on one of these fleets, and no others.' }),
    stackNames: t.stringList({ description: 'AppStream sessions through one of these stacks, and no others.' }),
    poolIds: t.stringList({ description: 'WorkSpaces sessions on one of these pools, and no others.' }),
    targets: t.stringList({ description: 'SSM sessions on one of these targets, and no others.' }),
    regions: t.stringList({
      description: 'Those in one of these AWS regions; one that this gateway does not read is `BAD_USER_INPUT`.',
    }),
    accountIds: t.stringList({
      description: 'Those in one of these AWS accounts; one that this gateway does not read is `BAD_USER_INPUT`.',
    }),
    includeHistory: t.boolean({
      defaultValue: false,
      description: "Whether SSM's ended sessions count. AWS keeps them for 30 days.",
    }),
  }),
});

builder.queryField('sessions', (t) =>
  sessionsField(t, {
    description:
      'Who is connected to what: the sessions of all three services, in every account and region, as one list. A source that fails does not fail the others: `sources` and `incomplete` say what could not be seen, and `endCursor` owes it.',
    args: { filter: t.arg({ type: SessionFilterRef, description: 'Which sessions; all when left out.' }) },
    callsOf: ({ filter }) => awsCallsOfNames(filter?.fleetNames, filter?.stackNames, filter?.poolIds),
    filter: (_root, { filter }) => filter ?? {},
  }),
);
