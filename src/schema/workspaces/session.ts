import { spanLocations } from '../../services/span-locations.ts';
import type { PoolSession } from '../../services/workspaces/model.ts';
import { poolProvider } from '../../services/workspaces/provider.ts';
import { builder } from '../builder/builder.ts';
import { spanningArgs } from '../locations/selection-args.ts';
import { connectionField } from '../relay/connection.ts';
import { entity } from '../relay/entity.ts';
import { ConnectionStateRef, SessionAuthenticationTypeRef } from '../sessions/enums.ts';
import { SessionNetworkAccessConfigurationRef } from '../sessions/network-access-configuration.ts';
import { SessionRef, sessionFields } from '../sessions/session.ts';
import { loadSessionsOf, sessionId } from '../sessions/session-node.ts';
import { PoolRef } from './pool.ts';

export const PoolSessionRef = builder.objectRef<PoolSession>('PoolSession');

loadSessionsOf(PoolSessionRef, poolProvider);

builder.node(PoolSessionRef, {
  description:
    'Desktop session of a user on a pool. WorkSpaces `WorkspacesPoolSession`. AWS ends WorkSpaces Pools on 31 December 2027.',
  interfaces: [SessionRef],
  id: sessionId(poolProvider),
  fields: (t) => ({
    ...sessionFields(t, poolProvider.toSession),
    authenticationType: t.expose('AuthenticationType', {
      type: SessionAuthenticationTypeRef,
      description: 'Authentication type of the user; `SAML` so far.',
    }),
    connectionState: t.expose('ConnectionState', {
      type: ConnectionStateRef,
      description: 'Connection state of the user.',
    }),
    poolId: t.exposeString('PoolId', { nullable: false, description: 'Id of the pool that hosts the session.' }),
    expirationTime: t.expose('ExpirationTime', {
      type: 'DateTime',
      description: 'Expiration time, in the future or the past.',
    }),
    networkAccessConfiguration: t.expose('NetworkAccessConfiguration', {
      type: SessionNetworkAccessConfigurationRef,
      description: 'Network interface of the desktop.',
    }),
    startTime: t.expose('StartTime', { type: 'DateTime', description: 'Start time.' }),
    userId: t.exposeString('UserId', { nullable: false, description: 'User id in the directory.' }),
    pool: t.field({
      type: PoolRef,
      description: 'Pool that hosts the session; null if it no longer exists.',
      resolve: (session, _args, { services }) => services.of(session).workspaces.poolById(session.PoolId),
    }),
  }),
});

entity(PoolSessionRef);

builder.queryField('poolSessions', (t) =>
  connectionField(t, PoolSessionRef, {
    description: 'Lists the sessions of one WorkSpaces Pool.',
    args: {
      poolId: t.arg.string({ required: true, description: 'Id of the pool: `wspool-…`.' }),
      userId: t.arg.string({ description: 'User id of the sessions. 2 to 128 characters.' }),
      ...spanningArgs(t),
    },
    source: (_root, { poolId, userId, ...selection }, services) => {
      const query = { PoolId: poolId, UserId: userId ?? undefined };
      return spanLocations(services, selection, ['poolSessions', query], ({ workspaces }) =>
        workspaces.sessions(query),
      );
    },
  }),
);
