import type { Operation } from '../operation.ts';
import { poolChange } from '../world/world.ts';
import { inProgress, wrongState } from './errors.ts';
import { poolNamed, requiredPoolId } from './rules.ts';

/**
 * Begins STOPPING. Needs running mode AutoStop and, as the documentation is read, the state RUNNING (F-32). Unlike
 * StartWorkspacesPool it does not declare OperationNotSupportedException.
 */
export const stopWorkspacesPool: Operation = {
  input: { PoolId: requiredPoolId },
  run(call) {
    const pool = poolNamed(call);
    if (pool.State === 'STARTING' || pool.State === 'STOPPING' || pool.State === 'UPDATING')
      throw inProgress(pool.PoolId);
    if (pool.State !== 'RUNNING' || pool.RunningMode !== 'AUTO_STOP') throw wrongState(pool.PoolId, pool.State);
    pool.State = 'STOPPING';
    call.location.changes.set(poolChange(pool.PoolId), call.now);
    return {};
  },
};
