import { findAnywhere, findSelected } from '../../services/find-anywhere.ts';
import { spanLocations } from '../../services/span-locations.ts';
import type { Pool } from '../../services/workspaces/model.ts';
import { builder } from '../builder/builder.ts';
import { awsCalls, awsCallsOfNames } from '../cost/cost.ts';
import { AwsLocationRef } from '../locations/aws-location.ts';
import { selectionArgs, spanningArgs } from '../locations/selection-args.ts';
import { connectionField } from '../relay/connection.ts';
import { entity } from '../relay/entity.ts';
import { loadNodesOf, nodeKey, required } from '../relay/node.ts';
import { PoolRunningModeRef, PoolStateRef } from './enums.ts';
import { CapacityStatusRef, PoolApplicationSettingsRef, PoolErrorRef, PoolTimeoutSettingsRef } from './pool-parts.ts';
import { PoolSessionRef } from './session.ts';

export const PoolRef = builder.objectRef<Pool>('Pool');

loadNodesOf(PoolRef, 1, async ({ workspaces }, [poolId]) => workspaces.poolById(required(poolId)));

builder.node(PoolRef, {
  description:
    'Pool of non-persistent desktops. WorkSpaces `WorkspacesPool`. AWS ends WorkSpaces Pools on 31 December 2027.',
  id: { resolve: (pool) => nodeKey(pool.location, pool.PoolId) },
  fields: (t) => ({
    location: t.expose('location', {
      type: AwsLocationRef,
      nullable: false,
      description: 'Account and region of the pool.',
    }),
    poolId: t.exposeString('PoolId', { nullable: false, description: 'Pool id: `wspool-` and nine characters.' }),
    poolArn: t.exposeString('PoolArn', { description: 'Amazon Resource Name.' }),
    capacityStatus: t.expose('CapacityStatus', {
      type: CapacityStatusRef,
      description: 'Number of user sessions: desired, available and active.',
    }),
    poolName: t.exposeString('PoolName', { description: 'Pool name.' }),
    description: t.exposeString('Description', { description: 'Description.' }),
    state: t.expose('State', { type: PoolStateRef, description: 'State of the pool.' }),
    createdAt: t.expose('CreatedAt', { type: 'DateTime', description: 'Creation time.' }),
    bundleId: t.exposeString('BundleId', { description: 'Id of the bundle of the desktops: `wsb-…`.' }),
    directoryId: t.exposeString('DirectoryId', { description: 'Id of the directory of the users: `wsd-…`.' }),
    errors: t.expose('Errors', { type: [PoolErrorRef], description: 'Errors of the pool.' }),
    applicationSettings: t.expose('ApplicationSettings', {
      type: PoolApplicationSettingsRef,
      description: 'Persistence of application settings between sessions.',
    }),
    timeoutSettings: t.expose('TimeoutSettings', {
      type: PoolTimeoutSettingsRef,
      description: 'Timeouts of the sessions.',
    }),
    runningMode: t.expose('RunningMode', { type: PoolRunningModeRef, description: 'Running mode of the desktops.' }),
    sessions: connectionField(t, PoolSessionRef, {
      description: 'Lists the sessions of the pool.',
      args: { userId: t.arg.string({ description: 'User id of the sessions. 2 to 128 characters.' }) },
      source: (pool, { userId }, services) => services.of(pool).workspaces.sessionsOfPool(pool, userId ?? undefined),
    }),
  }),
});

entity(PoolRef, {
  // A pool's id does not contain its location.
  poolId: (poolId, { services }) => findAnywhere(services, ({ workspaces }) => workspaces.poolById(poolId)),
});

builder.queryFields((t) => ({
  pools: connectionField(t, PoolRef, {
    description: "Lists WorkSpaces Pools in AWS's order: all, or the named ones; one location after the other.",
    args: {
      names: t.arg.stringList({
        description:
          'Names of the pools, in every location that has one. Names without a pool are skipped; an empty list gives no pools.',
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
    description: 'Finds a WorkSpaces Pool; null if it does not exist.',
    args: { poolId: t.arg.string({ required: true, description: 'Id of the pool: `wspool-…`.' }), ...selectionArgs(t) },
    resolve: (_root, { poolId, ...selection }, { services }) =>
      findSelected(services, selection, ({ workspaces }) => workspaces.poolById(poolId)),
  }),
}));
