import { findAnywhere, findSelected } from '../../services/find-anywhere.ts';
import { spanLocations } from '../../services/span-locations.ts';
import type { Pool } from '../../services/workspaces/model.ts';
import { AwsLocationRef } from '../aws-location.ts';
import { builder } from '../builder.ts';
import { connectionField } from '../connection.ts';
import { awsCalls, awsCallsOfNames } from '../cost.ts';
import { entity } from '../entity.ts';
import { loadNodesOf, nodeKey, required } from '../node.ts';
import { selectionArgs, spanningArgs } from '../selection-args.ts';
import { PoolRunningModeRef, PoolStateRef } from './enums.ts';
import { CapacityStatusRef, PoolApplicationSettingsRef, PoolErrorRef, PoolTimeoutSettingsRef } from './pool-parts.ts';
import { PoolSessionRef } from './session.ts';

export const PoolRef = builder.objectRef<Pool>('Pool');

loadNodesOf(PoolRef, 1, async ({ workspaces }, [poolId]) => workspaces.poolById(required(poolId)));

builder.node(PoolRef, {
  description: 'Desktops that users share. WorkSpaces `WorkspacesPool`. AWS ends WorkSpaces Pools on 31 December 2027.',
  id: { resolve: (pool) => nodeKey(pool.location, pool.PoolId) },
  fields: (t) => ({
    location: t.expose('location', {
      type: AwsLocationRef,
      nullable: false,
      description: 'The account and region it lives in.',
    }),
    poolId: t.exposeString('PoolId', { nullable: false, description: '`wspool-` and nine characters.' }),
    poolArn: t.exposeString('PoolArn', { description: 'The Amazon Resource Name.' }),
    capacityStatus: t.expose('CapacityStatus', {
      type: CapacityStatusRef,
      description: 'How many user sessions it has room for, and has.',
    }),
    poolName: t.exposeString('PoolName', { description: 'The name that people see.' }),
    description: t.exposeString('Description', { description: 'What it is for.' }),
    state: t.expose('State', { type: PoolStateRef, description: 'Whether it takes sessions.' }),
    createdAt: t.expose('CreatedAt', { type: 'DateTime', description: 'When it was made.' }),
    bundleId: t.exposeString('BundleId', { description: 'The bundle its desktops are made from: `wsb-…`.' }),
    directoryId: t.exposeString('DirectoryId', { description: 'The directory of its users: `wsd-…`.' }),
    errors: t.expose('Errors', { type: [PoolErrorRef], description: 'What is wrong with it.' }),
    applicationSettings: t.expose('ApplicationSettings', {
      type: PoolApplicationSettingsRef,
      description: 'Whether the settings of applications outlive a session.',
    }),
    timeoutSettings: t.expose('TimeoutSettings', {
      type: PoolTimeoutSettingsRef,
      description: 'How long its sessions last.',
    }),
    runningMode: t.expose('RunningMode', { type: PoolRunningModeRef, description: 'When its desktops run.' }),
    sessions: connectionField(t, PoolSessionRef, {
      description: 'The desktop sessions on it.',
      args: { userId: t.arg.string({ description: 'Only those of this user. 2 to 128 characters.' }) },
      source: (pool, { userId }, services) => services.of(pool).workspaces.sessionsOfPool(pool, userId ?? undefined),
    }),
  }),
});

entity(PoolRef, {
  // A pool's id does not say where it is.
  poolId: (poolId, { services }) => findAnywhere(services, ({ workspaces }) => workspaces.poolById(poolId)),
});

builder.queryFields((t) => ({
  pools: connectionField(t, PoolRef, {
    description: "WorkSpaces Pools in AWS's order: all, or those of the given names; location by location.",
    args: {
      names: t.arg.stringList({
        description:
          'Only these, of every location that has one; a name that nothing has is left out, and an empty list gives no pools.',
      }),
      ...spanningArgs(t),
    },
    callsOf: ({ names }) => awsCallsOfNames(names),
    source: (_root, { names = null, ...selection }, services) =>
      spanLocations(services, selection, ['pools', names], ({ workspaces }) => workspaces.pools(names)),
  }),
  pool: t.field({
    type: PoolRef,
    ...awsCalls(1),
    description: 'One WorkSpaces Pool; null when there is none of that id.',
    args: { poolId: t.arg.string({ required: true, description: '`wspool-…`.' }), ...selectionArgs(t) },
    resolve: (_root, { poolId, ...selection }, { services }) =>
      findSelected(services, selection, ({ workspaces }) => workspaces.poolById(poolId)),
  }),
}));
