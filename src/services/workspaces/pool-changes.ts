import type DataLoader from 'dataloader';
import { orMutationError } from '../translate-mutation-error.ts';
import type { WorkspacesApi } from './api.ts';
import type { Pool } from './model.ts';
import { checkPoolChange, checkPoolId, POOL_FIELD, type PoolChange, START, STOP } from './rules.ts';

/** What can be done with the pools of one location. Each throws a MutationError for what its caller can mend. */
export interface PoolChanges {
  startPool(poolId: string): Promise<void>;
  stopPool(poolId: string): Promise<void>;
}

/** @param pools the loader of this request: what it has read of a pool is forgotten when the pool changes */
export function poolChanges(api: WorkspacesApi, pools: DataLoader<string, Pool | null>): PoolChanges {
  async function change(PoolId: string, what: PoolChange, send: (input: { PoolId: string }) => Promise<unknown>) {
    checkPoolId(PoolId);
    // Its state may be another than it was when it was kept.
    api.refresh('pools');
    checkPoolChange(PoolId, await pools.clear(PoolId).load(PoolId), what);
    const subject = { name: `pool \`${PoolId}\``, field: POOL_FIELD };
    await orMutationError(send({ PoolId }), subject).finally(() => pools.clear(PoolId));
  }

  return {
    startPool: (poolId) => change(poolId, START, api.startWorkspacesPool),
    stopPool: (poolId) => change(poolId, STOP, api.stopWorkspacesPool),
  };
}
