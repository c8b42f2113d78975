import type { SessionEvent } from '../../live/broadcaster/merge-changes.ts';
import { builder } from '../builder/builder.ts';
import { describedValues } from '../builder/described-values.ts';
import { SessionRef, SessionStatusRef } from '../sessions/session.ts';
import { SessionEndReasonRef } from './session-end-reason.ts';
import { SessionTimeBoundsRef } from './session-time-bounds.ts';

const EventKindRef = builder.enumType('SessionEventKind', {
  description: 'Kind of an event of a session.',
  values: describedValues(['STARTED', 'CONNECTED', 'DISCONNECTED', 'UPDATED', 'ENDED', 'REAPPEARED'] as const, {
    STARTED: 'Seen for the first time.',
    CONNECTED: 'The user connected.',
    DISCONNECTED: 'The user disconnected; the session goes on.',
    UPDATED: 'Another member changed, such as the instance or the expiration.',
    ENDED: 'Ended: see `reason`.',
    REAPPEARED: 'Seen again after it had been reported as ended.',
  }),
});

/** Event as clients see it. */
export interface ShownEvent {
  readonly event: SessionEvent;
  /** AWS shape of the session. */
  readonly node: object;
}

export const SessionEventRef = builder.objectRef<ShownEvent>('SessionEvent').implement({
  description: 'Event of a session, as observed by two scans of its source.',
  fields: (t) => ({
    kind: t.field({
      type: EventKindRef,
      nullable: false,
      description: 'Kind of the event.',
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
      description: 'Session after the event; one that ended is shown as it was last seen.',
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
      type: SessionEndReasonRef,
      description: 'Reason of the end; null for other events.',
      resolve: ({ event }) => (event.kind === 'ENDED' ? event.reason : null),
    }),
  }),
});
