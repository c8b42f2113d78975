import type { SessionStatus } from '../../sessions/provider.ts';
import type { SessionService } from '../../sessions/providers.ts';
import type { SessionRecord, StatusSpan } from '../../store/history/records/session-record.ts';
import { HISTORY } from '../access/access.ts';
import { builder, type SchemaTypes } from '../builder/builder.ts';
import { showSession } from '../live/live-edge.ts';
import { SessionEndReasonRef } from '../live/session-end-reason.ts';
import { SessionTimeBoundsRef } from '../live/session-time-bounds.ts';
import { AwsLocationRef } from '../locations/aws-location.ts';
import { entity } from '../relay/entity.ts';
import { loadNodesEverywhere, required } from '../relay/node.ts';
import { SessionRef, SessionServiceRef, SessionStatusRef } from '../sessions/session.ts';
import { UserRef } from '../sessions/user.ts';
import { recordById, spansOf } from './history-loaders.ts';
import { requireHistory } from './require-history.ts';

const SpanRef = builder.objectRef<StatusSpan>('SessionSpan').implement({
  description: 'Time in which a session had one status, as observed.',
  fields: (t) => ({
    status: t.expose('status', { type: SessionStatusRef, nullable: false, description: 'Status.' }),
    from: t.field({
      type: SessionTimeBoundsRef,
      nullable: false,
      description: 'Moment at which the session got the status.',
      resolve: ({ from }) => from,
    }),
    to: t.field({
      type: SessionTimeBoundsRef,
      description: 'Moment at which it lost the status; null while it has it.',
      resolve: ({ to }) => to,
    }),
  }),
});

export const SessionRecordRef = builder.objectRef<SessionRecord>('SessionRecord');

loadNodesEverywhere(SessionRecordRef, ([id], context) => recordById(context).load(required(id)));

type Fields = PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, SessionRecord>;

/** Fields that say which session it was. */
function identityFields(t: Fields) {
  return {
    service: t.field({
      type: SessionServiceRef,
      nullable: false,
      description: 'AWS service that held the session.',
      resolve: ({ service }) => service as SessionService,
    }),
    location: t.expose('location', {
      type: AwsLocationRef,
      nullable: false,
      description: 'Account and region of the session.',
    }),
    sessionId: t.exposeString('sessionId', {
      nullable: false,
      description: 'Session id in AWS; another text once the user was erased, as ids may contain names.',
    }),
    user: t.field({
      type: UserRef,
      needs: HISTORY,
      description:
        'User of the session; null if AWS named none. Of an erased user `erased-…`, the same for all records of one erasure.',
      resolve: ({ userName }) => (userName === null ? null : { userName }),
    }),
    fleetName: t.exposeString('fleetName', { description: 'AppStream fleet.' }),
    stackName: t.exposeString('stackName', { description: 'AppStream stack.' }),
    poolId: t.exposeString('poolId', { description: 'WorkSpaces Pool.' }),
    target: t.exposeString('target', { description: 'Target of an SSM session.' }),
    instanceId: t.exposeString('instanceId', { description: 'Instance id of the session host, as last seen.' }),
  };
}

/** Fields that say when it was there. */
function timeFields(t: Fields) {
  return {
    startedAt: t.field({
      type: 'DateTime',
      description: 'Start time that AWS gives; null if it gives none, as of WorkSpaces Personal: see `started`.',
      resolve: ({ startedAt }) => (startedAt === null ? null : new Date(startedAt)),
    }),
    started: t.field({
      type: SessionTimeBoundsRef,
      nullable: false,
      description: 'Start: the time that AWS gives, or the moment between two observations.',
      resolve: ({ started }) => started,
    }),
    ended: t.field({
      type: SessionTimeBoundsRef,
      description: 'End: exact if AWS gives its time. Null while the session has not ended, as far as is known.',
      resolve: ({ ended }) => ended,
    }),
    endReason: t.expose('endReason', {
      type: SessionEndReasonRef,
      description: 'Reason of the end; null while the session has not ended.',
    }),
    lastStatus: t.field({
      type: SessionStatusRef,
      nullable: false,
      description: 'Last status that was observed.',
      resolve: ({ status }) => status as SessionStatus,
    }),
    durationSeconds: t.int({
      nullable: false,
      description:
        'Seconds from the start to the end, or until now. Where these are not exact, from the first observation to the latest possible end.',
      resolve: ({ started, ended }, _args, context) =>
        seconds((ended?.before ?? requireHistory(context).now()) - started.before),
    }),
    connectedSeconds: t.int({
      nullable: false,
      description: 'Seconds in which the user was connected, as observed: 0 for a session that was only imported.',
      resolve: async ({ id }, _args, context) =>
        connectedSeconds(await spansOf(context).load(id), requireHistory(context).now()),
    }),
    connections: t.exposeInt('connections', {
      nullable: false,
      description: 'Number of times that the user was seen to connect.',
    }),
    spans: t.field({
      type: [SpanRef],
      nullable: false,
      description: 'Times of one status each, in order. What changed between two scans of its source was not observed.',
      resolve: ({ id }, _args, context) => spansOf(context).load(id),
    }),
    session: t.field({
      type: SessionRef,
      description: 'Session as it is now, without an AWS call; null if it is not a live session any more.',
      resolve: async ({ id }, _args, context) => {
        const live = await context.live?.index.session(id);
        return live && (context.own === null || context.own.has(live.view)) ? showSession(live, context) : null;
      },
    }),
  };
}

builder.node(SessionRecordRef, {
  description:
    'Session from its start to its end, as it was observed. Stored for `GATEWAY_HISTORY_DAYS` after its end. Times lie between two observations unless AWS gives them.',
  id: { resolve: ({ id }) => JSON.stringify([id]) },
  fields: (t) => ({ ...identityFields(t), ...timeFields(t) }),
});

entity(SessionRecordRef);

function connectedSeconds(spans: readonly StatusSpan[], now: number): number {
  const connected = spans.filter(({ status }) => status === 'CONNECTED');
  return seconds(connected.reduce((sum, { from, to }) => sum + (to?.before ?? now) - from.before, 0));
}

const seconds = (milliseconds: number): number => Math.max(0, Math.floor(milliseconds / 1_000));
