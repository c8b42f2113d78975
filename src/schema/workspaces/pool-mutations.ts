import type { Scope } from '../../aws/scope.ts';
import type { RequestServices } from '../../services/services.ts';
import { mutation } from '../mutation.ts';
import { selectedScopes, selectionInput } from '../selection-args.ts';
import { PoolRef } from './pool.ts';

/** A pool that was changed: enough to read it again. */
interface ChangedPool {
  readonly scope: Scope;
  readonly poolId: string;
}

function readAgain(pool: ChangedPool | undefined, services: RequestServices) {
  return pool ? services.of(pool).workspaces.poolById(pool.poolId) : null;
}

mutation('startPool', {
  description:
    'Starts a stopped WorkSpaces Pool: it takes sessions once it is `RUNNING`. Only pools of the running mode `AUTO_STOP` can be started.',
  input: (t) => ({ poolId: t.string({ required: true, description: '`wspool-…`.' }), ...selectionInput(t) }),
  scopes: selectedScopes,
  async run({ poolId, ...selection }, { services }) {
    const { workspaces, scope } = await services.select(selection);
    await workspaces.startPool(poolId);
    return { pool: { scope, poolId } };
  },
  payload: (t) => ({
    pool: t.field({
      type: PoolRef,
      description: 'The pool as it is now, `STARTING` as a rule.',
      resolve: ({ pool }, _args, { services }) => readAgain(pool, services),
    }),
  }),
});

mutation('stopPool', {
  description:
    'Stops a running WorkSpaces Pool, and with it its sessions. Only pools of the running mode `AUTO_STOP` can be stopped.',
  input: (t) => ({ poolId: t.string({ required: true, description: '`wspool-…`.' }), ...selectionInput(t) }),
  scopes: selectedScopes,
  async run({ poolId, ...selection }, { services }) {
    const { workspaces, scope } = await services.select(selection);
    await workspaces.stopPool(poolId);
    return { pool: { scope, poolId } };
  },
  payload: (t) => ({
    pool: t.field({
      type: PoolRef,
      description: 'The pool as it is now, `STOPPING` as a rule.',
      resolve: ({ pool }, _args, { services }) => readAgain(pool, services),
    }),
  }),
});
