import type { Operation } from '../operation.ts';
import { poolChange } from '../world/world.ts';
import { inProgress, notSupported, wrongState } from './errors.ts';
import { poolNamed, requiredPoolId } from './rules.ts';

/** F-32: "You cannot start a pool unless it has a running mode of AutoStop and a state of STOPPED." The error code is unverified. */
export const startWorkspacesPool: Operation = {
  input: { PoolId: requiredPoolId },
  run(call) {
    const pool = poolNamed(call);
    if (pool.RunningMode !== 'AUTO_STOP') throw notSupported('You can start pools of the running mode AutoStop only.');
    if (pool.State === 'STARTING' || pool.State === 'STOPPING' || pool.State === 'UPDATING')
      throw inProgress(pool.PoolId);
    if (pool.State !== 'STOPPED') throw wrongState(pool.PoolId, pool.State);
    pool.State = 'STARTING';
    call.location.changes.set(poolChange(pool.PoolId), call.now);
    return {};
  },
};
