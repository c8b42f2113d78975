import { CONDITIONS, type ProviderCondition } from '../sessions/providers.ts';
import { builder, type SchemaTypes } from './builder.ts';
import { awsCallsOfNames } from './cost.ts';
import { SessionServiceRef, SessionStatusRef } from './session.ts';
import { sessionsField } from './session-connection.ts';

/** Conditions that select sources, each value by an AWS call. */
const SELECTING = CONDITIONS.filter(({ readValue }) => !readValue);

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
    ...conditionFields(t),
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
    callsOf: ({ filter }) => awsCallsOfNames(...SELECTING.map(({ name }) => filter?.[name])),
    filter: (_root, { filter }) => filter ?? {},
  }),
);

/** The conditions of the providers. */
function conditionFields(t: PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>) {
  const fields = CONDITIONS.map(({ name, description }) => [name, t.stringList({ description })] as const);
  return Object.fromEntries(fields) as Record<ProviderCondition, ReturnType<typeof t.stringList<false>>>;
}
