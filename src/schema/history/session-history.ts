import { DEFAULT_RECORD_ORDER } from '../../store/history/records/record-order.ts';
import { builder } from '../builder/builder.ts';
import { twoWayArgs } from '../relay/two-way-page.ts';
import { UserRef } from '../sessions/user.ts';
import { SessionHistoryFilterRef, SessionRecordOrderRef } from './history-inputs.ts';
import { recordsField } from './record-connection.ts';
import { MAX_ORDER, type RecordArgs } from './record-query.ts';

builder.queryField('sessionHistory', (t) =>
  recordsField(t, {
    description:
      'Lists sessions that were there in a window of time, ended ones too, as far as they were observed, without an AWS call: see `coverage`.',
    args: {
      filter: t.arg({ type: SessionHistoryFilterRef, required: true, description: 'Window and conditions.' }),
      orderBy: t.arg({
        type: [SessionRecordOrderRef],
        defaultValue: [...DEFAULT_RECORD_ORDER],
        description: `Order of the list, the first entry first; newest first by default. ${MAX_ORDER} entries at most.`,
      }),
      ...twoWayArgs(t),
    },
    argsOf: (args: RecordArgs) => args,
    userOf: () => undefined,
  }),
);

/** Arguments of `User.sessionHistory`. */
type UserArgs = Omit<RecordArgs, 'filter'> & { readonly from?: Date | null; readonly to?: Date | null };

builder.objectField(UserRef, 'sessionHistory', (t) =>
  recordsField(t, {
    description: 'Lists the sessions of this user, ended ones too, newest first, like `Query.sessionHistory`.',
    args: {
      from: t.arg({ type: 'DateTime', description: 'Begin of the window; all that is stored by default.' }),
      to: t.arg({ type: 'DateTime', description: 'End of the window (exclusive); none by default.' }),
      ...twoWayArgs(t),
    },
    argsOf: ({ from, to, ...page }: UserArgs) => ({ ...page, filter: { from, to } }),
    userOf: ({ userName }) => userName,
  }),
);
