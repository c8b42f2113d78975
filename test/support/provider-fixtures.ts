import type { LocationState } from '../../emulator/world/state.ts';
import type { SessionService } from '../../src/sessions/providers.ts';
import { TOMORROW } from './terminations.ts';
import { testAccountId, type WorldBuilder } from './world.ts';

/** Builder of one provider's sessions in the emulated AWS. Each provider of the list needs one. */
export interface ProviderFixture {
  /** Adds resources and one session for each of these users, in one AWS list as far as there is one. */
  addSessions(builder: WorldBuilder, users: readonly string[]): void;
  /** Ids of its sessions that have not ended, in AWS's order. */
  sessionIds(location: LocationState): readonly string[];
  /** The AWS operation that lists its sessions. */
  readonly listOperation: string;
  /** Members that AWS may leave out of a session. */
  readonly optionalMembers: readonly string[];
}

export const FIXTURES: Readonly<Record<SessionService, ProviderFixture>> = {
  APPSTREAM: {
    addSessions(builder, users) {
      builder.fleet('design').stack('Design').associate('Design', 'design');
      builder.appStreamSessions({
        stack: 'Design',
        fleet: 'design',
        count: users.length,
        each: (index) => ({ UserId: users[index] }),
      });
    },
    sessionIds: ({ appStreamSessions }) => [...appStreamSessions.values()].map(({ Id }) => Id),
    listOperation: 'DescribeSessions',
    optionalMembers: ['ConnectionState', 'StartTime', 'MaxExpirationTime', 'InstanceId', 'NetworkAccessConfiguration'],
  },
  SSM: {
    addSessions(builder, users) {
      builder.node('i-00000000000000001');
      const owner = (user = '') => `arn:aws:sts::${testAccountId}:assumed-role/Ops/${user}`;
      builder.ssmSessions({ count: users.length, each: (index) => ({ Owner: owner(users[index]) }) });
    },
    sessionIds: ({ ssmSessions }) =>
      [...ssmSessions.values()].filter(({ EndDate }) => !EndDate).map(({ SessionId }) => SessionId),
    listOperation: 'DescribeSessions',
    optionalMembers: ['Target', 'StartDate', 'Owner', 'MaxSessionDuration', 'DocumentName'],
  },
  WORKSPACES: {
    addSessions(builder, users) {
      builder.pool('Ops', { PoolId: 'wspool-aaaaaaaaa' });
      const ExpirationTime = TOMORROW;
      builder.poolSessions({
        pool: 'Ops',
        count: users.length,
        each: (index) => ({ UserId: users[index], ExpirationTime }),
      });
    },
    sessionIds: ({ poolSessions }) => [...poolSessions.values()].map(({ SessionId }) => SessionId),
    listOperation: 'DescribeWorkspacesPoolSessions',
    optionalMembers: ['ConnectionState', 'StartTime', 'ExpirationTime', 'InstanceId', 'NetworkAccessConfiguration'],
  },
  WORKSPACES_PERSONAL: {
    addSessions(builder, users) {
      builder.workspaces(users.length, (index) => ({ UserName: users[index] }));
    },
    sessionIds: ({ workspaceConnections }) =>
      [...workspaceConnections.values()]
        .filter(({ ConnectionState }) => ConnectionState === 'CONNECTED')
        .map(({ WorkspaceId }) => WorkspaceId),
    listOperation: 'DescribeWorkspacesConnectionStatus',
    optionalMembers: ['ConnectionStateCheckTimestamp', 'LastKnownUserConnectionTimestamp', 'UserName', 'DirectoryId'],
  },
};

/** Unusual names that AWS's rules allow. */
export const ODD_NAMES = [
  'Zoë Müller',
  'desk/ops@example.com',
  'CORP\\alice',
  '名前@例え.jp',
  '👩‍💻👩‍💻',
  `"quoted" 'name'`,
  '__proto__',
  'null',
  'a[0],["b"]',
  'x'.repeat(128),
];
