import { builder, type SchemaTypes } from '../builder/builder.ts';
import { SessionOrderDirectionRef } from '../live/live-enums.ts';
import { SessionEndReasonRef } from '../live/session-end-reason.ts';
import { MAX_VALUES } from '../relay/list-arguments.ts';
import { SessionServiceRef } from '../sessions/session.ts';
import { conditionFields } from '../sessions/sessions.ts';
import { SessionRecordOrderFieldRef } from './history-enums.ts';

type Inputs = PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>;

/** Window of time, which both filters have. */
function windowFields(t: Inputs) {
  return {
    from: t.field({
      type: 'DateTime',
      required: true,
      description: 'Begin of the window: sessions that were there at this time or later.',
    }),
    to: t.field({
      type: 'DateTime',
      required: true,
      description:
        'End of the window (exclusive): sessions that were there before it. At most `GATEWAY_USAGE_DAYS` after `from`.',
    }),
  };
}

function placeFields(t: Inputs) {
  return {
    regions: t.stringList({ description: 'AWS regions. One that this gateway reads no longer may have records.' }),
    accountIds: t.stringList({ description: 'AWS accounts. One that this gateway reads no longer may have records.' }),
  };
}

const LISTS = `All given conditions must hold. A list has at most ${MAX_VALUES} values; an empty one matches nothing.`;

export const SessionHistoryFilterRef = builder.inputType('SessionHistoryFilter', {
  description: `Window of time, and conditions for records of sessions. ${LISTS}`,
  fields: (t) => ({
    ...windowFields(t),
    services: t.field({ type: [SessionServiceRef], description: 'Sessions of any of these services.' }),
    userName: t.string({ description: 'Sessions of this user, in any spelling that `User.userName` normalizes.' }),
    userNamePrefix: t.string({
      description: 'Sessions of users whose `User.userName` begins with this text. ASCII case is ignored.',
    }),
    ...conditionFields(t),
    ...placeFields(t),
    endReasons: t.field({
      type: [SessionEndReasonRef],
      description: 'Sessions that ended for any of these reasons. Excludes sessions that have not ended.',
    }),
    longerThanSeconds: t.int({
      description: 'Sessions that lasted longer; until now if they have not ended. 0 or more.',
    }),
  }),
});

export const SessionUsageFilterRef = builder.inputType('SessionUsageFilter', {
  description: `Window of time, and conditions for the sessions whose use is summed up. ${LISTS}`,
  fields: (t) => {
    const { stackNames: _stacks, ...conditions } = conditionFields(t);
    return {
      ...windowFields(t),
      services: t.field({ type: [SessionServiceRef], description: 'Sessions of any of these services.' }),
      ...conditions,
      ...placeFields(t),
      userName: t.string({
        description:
          'Sessions of this user, in any spelling that `User.userName` normalizes. Also needs `history:read`.',
      }),
    };
  },
});

export const SessionRecordOrderRef = builder.inputType('SessionRecordOrder', {
  description: 'Order of records. Records that are equal in all fields are in a fixed order.',
  fields: (t) => ({
    field: t.field({ type: SessionRecordOrderFieldRef, required: true, description: 'Member to compare.' }),
    direction: t.field({
      type: SessionOrderDirectionRef,
      required: true,
      defaultValue: 'ASC',
      description: 'Direction of the order.',
    }),
  }),
});
