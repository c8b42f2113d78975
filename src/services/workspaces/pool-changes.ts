import type DataLoader from 'dataloader';
import { orMutationError } from '../translate-mutation-error.ts';
import type { WorkspacesContext } from './api.ts';
import type { Pool } from './model.ts';
import { checkPoolChange, checkPoolId, POOL_FIELD, type PoolChange, START, STOP } from './rules.ts';

/** Write operations on the pools of one location. Each throws a MutationError for errors that the caller can fix. */
export interface PoolChanges {
  startPool(poolId: string): Promise<void>;
  stopPool(poolId: string): Promise<void>;
}

/** Creates the write operations. @param pools loader of this request; a changed pool is cleared from it */
export function poolChanges({ api }: WorkspacesContext, pools: DataLoader<string, Pool | null>): PoolChanges {
  async function change(PoolId: string, what: PoolChange, send: (input: { PoolId: string }) => Promise<unknown>) {
    checkPoolId(PoolId);
    // Bypasses the cache: the cached state may be outdated.
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
