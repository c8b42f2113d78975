import type { AnySession } from '../../sessions/any-session.ts';
import type { UserNameOf } from '../../sessions/identity.ts';
import { type ProviderCondition, providerOfType } from '../../sessions/providers.ts';
import type { EndedSession } from '../../store/history/importing/import-ended.ts';
import type { StoredChange, StoredSession } from '../../store/stored-change.ts';
import { conditionValue, resourceOf } from '../index/live-filter.ts';
import type { LiveSession, SessionChange, TimeBounds, Timestamp } from '../live-session.ts';
import { bounds, exactly } from '../reconciler/known-session.ts';
import { toDatedJson } from './dated-json.ts';
import { sessionDifference } from './session-difference.ts';
import { wholeBounds, wholeTime } from './whole-times.ts';

/** Change as the change log of a durable store has it. */
export type RecordedChange = SessionChange & { readonly before: ReturnType<typeof sessionDifference> | null };

/**
 * Maps a change to what the store keeps of it.
 *
 * @param previous session before the change; null for one that was not listed
 * @param isDurable false for a store that nothing is restored from: what only that needs is left out
 */
export function toStoredChange(change: SessionChange, previous: LiveSession | null, isDurable: boolean): StoredChange {
  const { session } = change;
  const isListed = change.kind === 'ENDED' ? change.isListed : change.kind !== 'UNLISTED';
  const bodyOf = (): string => {
    const before = previous && sessionDifference(session, previous);
    return toDatedJson({ ...change, before } satisfies RecordedChange);
  };
  return {
    session: toStoredSession(change, isListed, isListed && isDurable ? toDatedJson(session) : null),
    end: endOf(change),
    isAnew: isAnew(change),
    status: statusOf(change),
    statusAt: wholeBounds(statusBounds(change)),
    body: isDurable ? bodyOf() : null,
  };
}

/** Maps a session that AWS lists as ended, and that was not observed, to its record. @param now time at which AWS listed it */
export function toEndedSession(
  session: AnySession,
  now: Timestamp,
  { idOf, userNameOf }: { readonly idOf: (session: AnySession) => string; readonly userNameOf: UserNameOf },
): EndedSession {
  const { startedAt, endedAt, userId, location, service } = session.view;
  const at = endedAt ? exactly(endedAt.getTime()) : bounds(startedAt?.getTime() ?? null, now);
  const ended: LiveSession = {
    ...session,
    id: idOf(session),
    sourceId: `${service} ended`,
    userName: userNameOf(userId, location),
    firstSeenAt: now,
    statusSince: at,
  };
  const change: SessionChange = {
    kind: 'ENDED',
    session: ended,
    at,
    previousStatus: session.view.status,
    reason: 'REPORTED_BY_AWS',
    isListed: false,
  };
  return { session: toStoredSession(change, false, null), end: wholeBounds(at) };
}

function toStoredSession(change: SessionChange, isListed: boolean, body: string | null): StoredSession {
  const { session } = change;
  const { view, statusSince, firstSeenAt } = session;
  const conditionOf = (name: ProviderCondition) => conditionValue(session, name);
  const startedAt = timeOf(view.startedAt);
  // Its key was seen before, and it was not.
  const reborn = change.kind === 'REAPPEARED' && isAnew(change) ? change.at : null;
  const observed = change.kind === 'STARTED' ? change.at : (reborn ?? { after: null, before: firstSeenAt });
  const seenAt = Math.max(firstSeenAt, statusSince.before);
  return {
    id: session.id,
    type: session.type,
    service: view.service,
    accountId: view.location.accountId,
    region: view.location.region,
    sourceId: session.sourceId,
    sessionId: view.sessionId,
    userName: session.userName,
    resource: resourceOf(session),
    fleetName: conditionOf('fleetNames'),
    stackName: conditionOf('stackNames'),
    poolId: conditionOf('poolIds'),
    target: conditionOf('targets'),
    instanceId: view.instanceId,
    status: view.status,
    statusSince: wholeBounds(statusSince),
    startedAt,
    started: startedAt === null ? wholeBounds(observed) : { after: startedAt, before: startedAt },
    firstSeenAt: wholeTime(reborn?.before ?? firstSeenAt),
    lastSeenAt: wholeTime(change.kind === 'ENDED' ? (change.at.after ?? firstSeenAt) : seenAt),
    expiresAt: timeOf(view.expiresAt),
    isListed,
    body,
  };
}

/** Returns a time in milliseconds; null for one that is absent or invalid. */
function timeOf(date: Date | null): number | null {
  const time = date?.getTime() ?? Number.NaN;
  return Number.isNaN(time) ? null : time;
}

/** Returns true for a session that begins with a key that an ended one may have had. */
function isAnew({ kind, session }: SessionChange): boolean {
  const isBegun = kind === 'STARTED' || kind === 'REAPPEARED';
  return isBegun && providerOfType(session.type)?.reusesKeys === true;
}

function endOf(change: SessionChange): StoredChange['end'] {
  if (change.kind === 'ENDED') return { ...wholeBounds(change.at), reason: change.reason };
  return change.kind === 'STARTED' || change.kind === 'REAPPEARED' ? null : 'keep';
}

/** Returns when the status before a change ended, and the one after it began. */
function statusBounds(change: SessionChange): TimeBounds {
  if (change.kind === 'ENDED') return change.statusUntil ?? change.at;
  return change.kind === 'REAPPEARED' ? change.at : change.session.statusSince;
}

/** A session that is over has no status that lasts. */
function statusOf(change: SessionChange): StoredChange['status'] {
  if (change.kind === 'ENDED') return null;
  if (change.kind === 'UNLISTED') return 'keep';
  const { status } = change.session.view;
  const isNew = change.kind === 'STARTED' || change.kind === 'REAPPEARED';
  if (!isNew && change.previousStatus === status) return 'keep';
  if (status === 'TERMINATED' || status === 'FAILED') return null;
  return { name: status, isConnected: status === 'CONNECTED' };
}
