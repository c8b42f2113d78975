import type { SessionProvider, SessionStatus, SessionView } from '../../sessions/provider.ts';
import { requiredPart } from '../key-part.ts';
import type { SsmSession } from './model.ts';

export interface SsmTypes {
  readonly service: 'SSM';
  readonly tag: 'ssm';
  readonly model: SsmSession;
  readonly key: { readonly sessionId: string };
  readonly condition: 'targets';
}

/** SSM Session Manager: sessions on managed nodes, in two lists: active ones and those of the last 30 days. */
export const ssmProvider: SessionProvider<SsmTypes> = {
  name: 'ssm',
  endpoint: 'ssm',
  serviceName: 'SSM',
  load: async () => (await import('./connect.ts')).connectSsm,
  regionsWithout: new Set(),
  service: 'SSM',
  description: 'SSM Session Manager: shell sessions on managed nodes.',
  label: 'SSM',
  tag: 'ssm',
  sessionType: 'SsmSession',
  resourceTypes: ['ManagedNode'],
  permissions: {
    read: ['ssm:DescribeInstanceInformation', 'ssm:DescribeSessions'],
    write: ['ssm:TerminateSession'],
  },
  cacheTtlMs: { sessions: 2_000, nodes: 30_000 },
  conditions: {
    targets: {
      description: 'Targets of SSM sessions. Excludes the sessions of other services.',
      // DescribeSessions filters by one target only, so the whole lists are read.
      readValue: ({ instanceId }) => instanceId,
      valueOf: ({ Target }) => Target ?? null,
    },
  },
  resource: 'targets',
  toSession,
  toKeyParts: ({ SessionId }) => [SessionId],
  keyLength: 1,
  parseKey: ([sessionId]) => ({ sessionId: requiredPart(sessionId) }),
  find: async ({ ssm }, { sessionId }) => ssm.sessionById(sessionId),
  async listSources({ services: { ssm }, includeHistory, metadata }) {
    const active = { key: 'Active', metadata: metadata(), source: ssm.sessions({ State: 'Active' }) };
    if (!includeHistory) return [active];
    return [active, { key: 'History', metadata: metadata(' history'), source: ssm.sessions({ State: 'History' }) }];
  },
  endedSource: ({ ssm }) => ssm.sessions({ State: 'History' }),
  termination: {
    refresh: ({ ssm }) => ssm.refreshSessions(),
    find: async ({ ssm }, { sessionId }) => ssm.activeSessionById(sessionId),
    terminate: async ({ ssm }, { sessionId }, onSend) => ssm.terminateSession(sessionId, onSend),
  },
};

const STATUSES: ReadonlyMap<string | undefined, SessionStatus> = new Map([
  ['Connected', 'CONNECTED'],
  ['Connecting', 'CONNECTING'],
  ['Disconnected', 'DISCONNECTED'],
  ['Terminating', 'TERMINATING'],
  ['Terminated', 'TERMINATED'],
  ['Failed', 'FAILED'],
]);

/** Maps a session. Its target is usually an EC2 instance, otherwise a hybrid node or a container. */
function toSession(session: SsmSession): SessionView<'SSM'> {
  return {
    service: 'SSM',
    sessionId: session.SessionId,
    status: STATUSES.get(session.Status) ?? 'UNKNOWN',
    startedAt: session.StartDate ?? null,
    expiresAt: expiryOf(session),
    endedAt: session.EndDate ?? null,
    instanceId: session.Target ?? null,
    userId: session.Owner ?? null,
    location: session.location,
  };
}

/**
 * Computes the expiration time. MaxSessionDuration is minutes as text (F-11); the model's pattern is not applied, since it
 * excludes legal values such as 1040.
 */
function expiryOf({ StartDate, MaxSessionDuration = '' }: SsmSession): Date | null {
  if (!StartDate || !/^\d{1,6}$/.test(MaxSessionDuration)) return null;
  return new Date(StartDate.getTime() + Number(MaxSessionDuration) * 60_000);
}
