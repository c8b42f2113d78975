import { CONDITIONS, type ProviderCondition } from '../../sessions/providers.ts';
import { builder, type SchemaTypes } from '../builder/builder.ts';
import { awsCallsOfNames } from '../cost/cost.ts';
import { SessionServiceRef, SessionStatusRef } from './session.ts';
import { sessionsField } from './session-connection.ts';

/** Arguments that select sources; each value takes an AWS call. */
const SELECTING = CONDITIONS.filter(({ readValue }) => !readValue);

const SessionFilterRef = builder.inputType('SessionFilter', {
  description: 'Conditions for sessions. All given conditions must hold.',
  fields: (t) => ({
    services: t.field({ type: [SessionServiceRef], description: 'Sessions of any of these services.' }),
    statuses: t.field({ type: [SessionStatusRef], description: 'Sessions with any of these statuses.' }),
    userName: t.string({ description: 'Sessions of this user, in any spelling that `User.userName` normalizes.' }),
    startedAfter: t.field({ type: 'DateTime', description: 'Sessions that started at this time or later.' }),
    startedBefore: t.field({
      type: 'DateTime',
      description:
        'Sessions that started before this time (exclusive), so that adjacent windows neither overlap nor leave gaps.',
    }),
    ...conditionFields(t),
    regions: t.stringList({
      description: 'AWS regions. One that this gateway does not read is `BAD_USER_INPUT`.',
    }),
    accountIds: t.stringList({
      description: 'AWS accounts. One that this gateway does not read is `BAD_USER_INPUT`.',
    }),
    includeHistory: t.boolean({
      defaultValue: false,
      description:
        'True to include ended SSM sessions. AWS keeps them for 30 days. A session that ends between two pages may be on both, with the same `id`: as active and as ended.',
    }),
  }),
});

builder.queryField('sessions', (t) =>
  sessionsField(t, {
    description:
      'Lists the sessions of all services, in every account and region, as one list. A failing source does not fail the others: `sources` and `incomplete` report it, and `endCursor` keeps it pending.',
    args: {
      filter: t.arg({ type: SessionFilterRef, description: 'Conditions for the sessions; all sessions by default.' }),
    },
    callsOf: ({ filter }) => awsCallsOfNames(...SELECTING.map(({ name }) => filter?.[name])),
    filter: (_root, { filter }) => filter ?? {},
  }),
);

/** Declares an input field for each condition of the providers. */
export function conditionFields(t: PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>) {
  const fields = CONDITIONS.map(({ name, description }) => [name, t.stringList({ description })] as const);
  return Object.fromEntries(fields) as Record<ProviderCondition, ReturnType<typeof t.stringList<false>>>;
}
