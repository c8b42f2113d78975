import { brandWithType } from '@pothos/core';
import type { LiveItem } from '../../live/index/live-index.ts';
import { defaultKeyOf } from '../../live/index/live-order.ts';
import type { LiveSession, TimeBounds, Timestamp } from '../../live/live-session.ts';
import { cursorEdge } from '../../paging/connection.ts';
import { builder, type SchemaTypes } from '../builder/builder.ts';
import type { Context } from '../builder/context.ts';
import { SessionRef, showAs } from '../sessions/session.ts';
import type { ParsedQuery } from './live-query.ts';
import { requireLive } from './require-live.ts';
import { SessionTimeBoundsRef } from './session-time-bounds.ts';

export interface LiveEdge {
  readonly cursor: string;
  /** AWS shape of the session. */
  readonly node: object;
  readonly firstSeenAt: Timestamp;
  readonly lastSeenAt: Timestamp;
  readonly statusSince: TimeBounds;
  readonly isUnverified: boolean;
}

type Fields<Parent> = PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, Parent>;

function edgeFields(t: Fields<LiveEdge>) {
  return {
    firstSeenAt: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'Time at which the session was seen first. It may have started long before.',
      resolve: ({ firstSeenAt }) => new Date(firstSeenAt),
    }),
    lastSeenAt: t.field({
      type: 'DateTime',
      nullable: false,
      description:
        'Time at which the session was certainly there: the last complete scan of its source, or a change seen later.',
      resolve: ({ lastSeenAt }) => new Date(lastSeenAt),
    }),
    statusSince: t.field({
      type: SessionTimeBoundsRef,
      nullable: false,
      description: 'Moment at which the session got its status.',
      resolve: ({ statusSince }) => statusSince,
    }),
    unverified: t.exposeBoolean('isUnverified', {
      nullable: false,
      description:
        'True if the session was not seen for `GATEWAY_LIVE_MAX_AGE_S`, because its source could not be read.',
    }),
  };
}

export const LiveSessionEdgeRef = builder.edgeObject({
  type: SessionRef,
  name: 'LiveSessionEdge',
  description: 'Live session of a page with its cursor, and the times at which it was observed.',
  fields: edgeFields,
} as never);

/** Makes loaders of the sessions' locations available: `services.of` needs locations that this request has found. */
export async function prepareLocations(sessions: readonly LiveSession[], { services }: Context): Promise<void> {
  const locations = new Map(sessions.map(({ view }) => [JSON.stringify(view.location), view.location] as const));
  await Promise.all([...locations.values()].map((location) => services.find(location)));
}

export function toEdge({ session, key, ...seen }: LiveItem, { cursorOf }: ParsedQuery): LiveEdge {
  return edgeWith(session, seen, () => cursorOf(key));
}

/** @param cursorOf called when the cursor is selected */
function edgeWith(
  session: LiveSession,
  { lastSeenAt, isUnverified }: Pick<LiveItem, 'lastSeenAt' | 'isUnverified'>,
  cursorOf: () => string,
): LiveEdge {
  brandSession(session);
  const { firstSeenAt, statusSince } = session;
  const edge = cursorEdge(session.session, cursorOf);
  return Object.assign(edge, { firstSeenAt, lastSeenAt, statusSince, isUnverified });
}

/** Returns a session as AWS's shape with its type, as resolvers of sessions take it. */
export async function showSession(session: LiveSession, context: Context): Promise<object> {
  await prepareLocations([session], context);
  brandSession(session);
  return session.session;
}

function brandSession({ session, type, view }: LiveSession): void {
  brandWithType(session, type as never);
  showAs(session, view);
}

/** Makes the edge of a session that is no item of a page: its cursor is of the default order. */
export function edgeOf(session: LiveSession, query: ParsedQuery, context: Context): LiveEdge {
  const { index } = requireLive(context);
  const seen = { lastSeenAt: index.lastSeenAt(session), isUnverified: index.isUnverified(session) };
  return edgeWith(session, seen, () => query.cursorOf(defaultKeyOf(session)));
}
