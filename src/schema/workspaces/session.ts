import { spanLocations } from '../../services/span-locations.ts';
import type { PoolSession, PoolSessionKey } from '../../services/workspaces/model.ts';
import { fromPool } from '../../sessions/session.ts';
import { ConnectionStateRef, SessionAuthenticationTypeRef } from '../appstream/enums.ts';
import { SessionNetworkAccessConfigurationRef } from '../appstream/network-access-configuration.ts';
import { builder } from '../builder.ts';
import { connectionField } from '../connection.ts';
import { entity } from '../entity.ts';
import { type KeyParts, loadNodesOf, nodeKey, required } from '../node.ts';
import { spanningArgs } from '../selection-args.ts';
import { SessionRef, sessionFields } from '../session.ts';
import { readSessionIdsOf } from '../session-id.ts';
import { PoolRef } from './pool.ts';

export const PoolSessionRef = builder.objectRef<PoolSession>('PoolSession');

/** WorkSpaces cannot look a session up by its id: the node's id holds all that it takes to find it in its list. */
function toKey([poolId, userId, sessionId]: KeyParts): PoolSessionKey {
  return { poolId: required(poolId), userId: required(userId), sessionId: required(sessionId) };
}

loadNodesOf(PoolSessionRef, 3, async ({ workspaces }, parts) => workspaces.sessionByKey(toKey(parts)));
readSessionIdsOf(PoolSessionRef, (parts) => ({ service: 'WORKSPACES', key: toKey(parts) }));

builder.node(PoolSessionRef, {
  description:
    "Somebody's desktop session on a pool. WorkSpaces `WorkspacesPoolSession`. AWS ends WorkSpaces Pools on 31 December 2027.",
  interfaces: [SessionRef],
  id: { resolve: ({ location, PoolId, UserId, SessionId }) => nodeKey(location, PoolId, UserId, SessionId) },
  fields: (t) => ({
    ...sessionFields(t, fromPool),
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
