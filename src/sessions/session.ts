import type { AwsLocation } from '../aws/location.ts';
import type { AppStreamSession } from '../services/appstream/model.ts';
import type { SsmSession } from '../services/ssm/model.ts';
import type { PoolSession } from '../services/workspaces/model.ts';

/** The three services that hold people's sessions. */
export const SESSION_SERVICES = ['APPSTREAM', 'SSM', 'WORKSPACES'] as const;
export type SessionService = (typeof SESSION_SERVICES)[number];

/** One vocabulary for what the services say in three. */
export const SESSION_STATUSES = [
  'CONNECTING',
  'CONNECTED',
  'DISCONNECTED',
  'TERMINATING',
  'TERMINATED',
  'FAILED',
  'UNKNOWN',
] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

/** What a session of any service is to a client. */
export interface Session {
  readonly service: SessionService;
  readonly sessionId: string;
  readonly status: SessionStatus;
  readonly startedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly endedAt: Date | null;
  readonly instanceId: string | null;
  /** Whose it is, as the service spells it. */
  readonly userId: string | null;
  /** The account and region it was read from. */
  readonly location: AwsLocation;
}

type StatusWords = ReadonlyMap<string | undefined, SessionStatus>;

const CONNECTION_STATUS: StatusWords = new Map([
  ['CONNECTED', 'CONNECTED'],
  ['NOT_CONNECTED', 'DISCONNECTED'],
]);

const SSM_STATUS: StatusWords = new Map([
  ['Connected', 'CONNECTED'],
  ['Connecting', 'CONNECTING'],
  ['Disconnected', 'DISCONNECTED'],
  ['Terminating', 'TERMINATING'],
  ['Terminated', 'TERMINATED'],
  ['Failed', 'FAILED'],
]);

/** AppStream says when a session has to end at the latest, and never when it ended. */
export function fromAppStream(session: AppStreamSession): Session {
  return {
    service: 'APPSTREAM',
    sessionId: session.Id,
    status: appStreamStatus(session),
    startedAt: session.StartTime ?? null,
    expiresAt: session.MaxExpirationTime ?? null,
    endedAt: null,
    instanceId: session.InstanceId ?? null,
    userId: session.UserId,
    location: session.location,
  };
}

function appStreamStatus({ State, ConnectionState }: AppStreamSession): SessionStatus {
  switch (State) {
    case 'PENDING':
      return 'CONNECTING';
    case 'EXPIRED':
      return 'TERMINATED';
    case 'ACTIVE':
      return CONNECTION_STATUS.get(ConnectionState) ?? 'UNKNOWN';
    default:
      return 'UNKNOWN';
  }
}

/** An SSM session is on its target, which is an instance more often than not. */
export function fromSsm(session: SsmSession): Session {
  return {
    service: 'SSM',
    sessionId: session.SessionId,
    status: SSM_STATUS.get(session.Status) ?? 'UNKNOWN',
    startedAt: session.StartDate ?? null,
    expiresAt: ssmExpiry(session),
    endedAt: session.EndDate ?? null,
    instanceId: session.Target ?? null,
    userId: session.Owner ?? null,
    location: session.location,
  };
}

/** MaxSessionDuration is minutes as text. Not held against the model's pattern, which refuses legal values such as 1040. */
function ssmExpiry({ StartDate, MaxSessionDuration = '' }: SsmSession): Date | null {
  if (!StartDate || !/^\d{1,6}$/.test(MaxSessionDuration)) return null;
  return new Date(StartDate.getTime() + Number(MaxSessionDuration) * 60_000);
}

/** A pool session says when it expires; once that is past, it is when it ended. */
export function fromPool(session: PoolSession, now: Date): Session {
  const expiry = session.ExpirationTime ?? null;
  const hasEnded = expiry !== null && expiry <= now;
  return {
    service: 'WORKSPACES',
    sessionId: session.SessionId,
    status: hasEnded ? 'TERMINATED' : (CONNECTION_STATUS.get(session.ConnectionState) ?? 'UNKNOWN'),
    startedAt: session.StartTime ?? null,
    expiresAt: hasEnded ? null : expiry,
    endedAt: hasEnded ? expiry : null,
    instanceId: session.InstanceId ?? null,
    userId: session.UserId,
    location: session.location,
  };
}
