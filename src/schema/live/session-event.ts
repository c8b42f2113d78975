import type { SessionEvent } from '../../live/broadcaster/merge-changes.ts';
import { builder } from '../builder/builder.ts';
import { describedValues } from '../builder/described-values.ts';
import { SessionRef, SessionStatusRef } from '../sessions/session.ts';
import { SessionTimeBoundsRef } from './session-time-bounds.ts';

const EventKindRef = builder.enumType('SessionEventKind', {
  description: 'What happened to a session.',
  values: describedValues(['STARTED', 'CONNECTED', 'DISCONNECTED', 'UPDATED', 'ENDED', 'REAPPEARED'] as const, {
    STARTED: 'It was seen for the first time.',
    CONNECTED: 'Its user connected.',
    DISCONNECTED: 'Its user disconnected; the session goes on.',
    UPDATED: 'Another member changed, such as its instance or its expiration.',
    ENDED: 'It ended: see `reason`.',
    REAPPEARED: 'It was seen again after it had been reported as ended.',
  }),
});

const EndReasonRef = builder.enumType('SessionEndReason', {
  description: 'Why a session is known to have ended.',
  values: describedValues(
    ['DISAPPEARED', 'REPORTED_BY_AWS', 'TERMINATED_BY_GATEWAY', 'EXPIRED', 'RESOURCE_DELETED', 'UNKNOWN'] as const,
    {
      DISAPPEARED: 'Two complete scans of its source in a row did not have it.',
      REPORTED_BY_AWS: 'AWS says so. The time is exact if AWS tells it.',
      TERMINATED_BY_GATEWAY: 'A mutation of this gateway terminated it.',
      EXPIRED: 'Its source cannot be read, and its latest possible end was an hour ago.',
      RESOURCE_DELETED: 'Its fleet, pool or association no longer exists.',
      UNKNOWN: 'The reason is not known.',
    },
  ),
});

/** Event as clients see it. */
export interface ShownEvent {
  readonly event: SessionEvent;
  /** AWS shape of the session. */
  readonly node: object;
}

export const SessionEventRef = builder.objectRef<ShownEvent>('SessionEvent').implement({
  description: 'Something that happened to a session, as observed by two scans of its source.',
  fields: (t) => ({
    kind: t.field({
      type: EventKindRef,
      nullable: false,
      description: 'What happened.',
      resolve: ({ event }) => event.kind,
    }),
    sessionId: t.id({
      nullable: false,
      description: '`id` of the session.',
      resolve: ({ event }) => event.session.id,
    }),
    session: t.field({
      type: SessionRef,
      nullable: false,
      description: 'The session after the event; of one that ended, as it was last seen.',
      resolve: ({ node }) => node,
    }),
    at: t.field({
      type: SessionTimeBoundsRef,
      nullable: false,
      description: 'Moment of the event.',
      resolve: ({ event }) => event.at,
    }),
    previousStatus: t.field({
      type: SessionStatusRef,
      description: 'Status before the event; null for a session that is new.',
      resolve: ({ event }) => event.previousStatus,
    }),
    reason: t.field({
      type: EndReasonRef,
      description: 'Why the session is known to have ended; null for other events.',
      resolve: ({ event }) => (event.kind === 'ENDED' ? event.reason : null),
    }),
  }),
});
