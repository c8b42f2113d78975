import { spanLocations } from '../../services/span-locations.ts';
import type { PoolSession } from '../../services/workspaces/model.ts';
import { poolProvider } from '../../services/workspaces/provider.ts';
import { ConnectionStateRef, SessionAuthenticationTypeRef } from '../appstream/enums.ts';
import { SessionNetworkAccessConfigurationRef } from '../appstream/network-access-configuration.ts';
import { builder } from '../builder.ts';
import { connectionField } from '../connection.ts';
import { entity } from '../entity.ts';
import { spanningArgs } from '../selection-args.ts';
import { SessionRef, sessionFields } from '../session.ts';
import { loadSessionsOf, sessionId } from '../session-node.ts';
import { PoolRef } from './pool.ts';

export const PoolSessionRef = builder.objectRef<PoolSession>('PoolSession');

loadSessionsOf(PoolSessionRef, poolProvider);

builder.node(PoolSessionRef, {
  description:
    "Somebody's desktop session on a pool. WorkSpaces `WorkspacesPoolSession`. AWS ends WorkSpaces Pools on 31 December 2027.",
  interfaces: [SessionRef],
  id: sessionId(poolProvider),
  fields: (t) => ({
    ...sessionFields(t, poolProvider.toSession),
    authenticationType: t.expose('AuthenticationType', {
      type: SessionAuthenticationTypeRef,
      description: 'How the user came to the pool: by SAML, so far.',
    }),
    connectionState: t.expose('ConnectionState', {
      type: ConnectionStateRef,
      description: 'Whether the user is connected.',
    }),
    poolId: t.exposeString('PoolId', { nullable: false, description: 'The pool that it is on.' }),
    expirationTime: t.expose('ExpirationTime', { type: 'DateTime', description: 'When it expires, or did.' }),
    networkAccessConfiguration: t.expose('NetworkAccessConfiguration', {
      type: SessionNetworkAccessConfigurationRef,
      description: 'The network interface of its machine.',
    }),
    startTime: t.expose('StartTime', { type: 'DateTime', description: 'When it began.' }),
    userId: t.exposeString('UserId', { nullable: false, description: 'The user, as the directory names users.' }),
    pool: t.field({
      type: PoolRef,
      description: 'The pool that it is on; null when it is gone.',
      resolve: (session, _args, { services }) => services.of(session).workspaces.poolById(session.PoolId),
    }),
  }),
});

entity(PoolSessionRef);

builder.queryField('poolSessions', (t) =>
  connectionField(t, PoolSessionRef, {
    description: 'The desktop sessions of one WorkSpaces Pool.',
    args: {
      poolId: t.arg.string({ required: true, description: '`wspool-…`.' }),
      userId: t.arg.string({ description: 'Only those of this user. 2 to 128 characters.' }),
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
