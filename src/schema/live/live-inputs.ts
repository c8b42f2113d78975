import { builder } from '../builder/builder.ts';
import { MAX_VALUES } from '../relay/list-arguments.ts';
import { SessionServiceRef, SessionStatusRef } from '../sessions/session.ts';
import { conditionFields } from '../sessions/sessions.ts';
import { LiveSessionOrderFieldRef, SessionOrderDirectionRef } from './live-enums.ts';
import { MAX_SEARCH } from './live-query.ts';

export const LiveSessionFilterRef = builder.inputType('LiveSessionFilter', {
  description: `Conditions for live sessions. All given conditions must hold. A list has at most ${MAX_VALUES} values; an empty one matches no session.`,
  fields: (t) => ({
    services: t.field({ type: [SessionServiceRef], description: 'Sessions of any of these services.' }),
    statuses: t.field({ type: [SessionStatusRef], description: 'Sessions with any of these statuses.' }),
    userName: t.string({ description: 'Sessions of this user, in any spelling that `User.userName` normalizes.' }),
    search: t.string({
      description: `Sessions with this text in the user name, user id, instance id, session id or resource. Case is ignored, and white space around the text. ${MAX_SEARCH} characters at most.`,
    }),
    startedAfter: t.field({ type: 'DateTime', description: 'Sessions that started at this time or later.' }),
    startedBefore: t.field({ type: 'DateTime', description: 'Sessions that started before this time (exclusive).' }),
    statusBefore: t.field({
      type: 'DateTime',
      description:
        'Sessions whose status has not changed since before this time (exclusive): with `statuses: [DISCONNECTED]`, those that have been idle for long.',
    }),
    ...conditionFields(t),
    regions: t.stringList({ description: 'AWS regions. One that this gateway does not read is `BAD_USER_INPUT`.' }),
    accountIds: t.stringList({
      description: 'AWS accounts. One that this gateway does not read is `BAD_USER_INPUT`.',
    }),
    unverified: t.boolean({
      description:
        'True: sessions that were not seen for `GATEWAY_LIVE_MAX_AGE_S`, because their source could not be read. False: the others.',
    }),
  }),
});

export const LiveSessionOrderRef = builder.inputType('LiveSessionOrder', {
  description:
    'Order of live sessions. Sessions that are equal in all fields are in a fixed order, the same in every page and on every replica.',
  fields: (t) => ({
    field: t.field({ type: LiveSessionOrderFieldRef, required: true, description: 'Member to compare.' }),
    direction: t.field({
      type: SessionOrderDirectionRef,
      required: true,
      defaultValue: 'ASC',
      description: 'Direction of the order.',
    }),
  }),
});
