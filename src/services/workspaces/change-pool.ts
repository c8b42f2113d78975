import { Refusal } from '../refusal.ts';
import type { Pool } from './model.ts';

/** A change of a pool's state, and what AWS documents a pool must be for it. */
export interface PoolChange {
  readonly verb: 'start' | 'stop';
  readonly from: NonNullable<Pool['State']>;
}

/** "You cannot start a pool unless it has a running mode of AutoStop and a state of STOPPED" (StartWorkspacesPool, 2026-08). */
export const START: PoolChange = { verb: 'start', from: 'STOPPED' };

/**
 * StopWorkspacesPool wants AutoStop, too, and names states of single WorkSpaces (AVAILABLE, IMPAIRED, UNHEALTHY, ERROR); of
 * a pool's own states (service model, 2026-08) that can only mean RUNNING.
 */
export const STOP: PoolChange = { verb: 'stop', from: 'RUNNING' };

/**
 * Checked before AWS is asked; what AWS leaves out of a pool is left to AWS.
 *
 * @throws Refusal with all that is in the way
 */
export function checkPoolChange(poolId: string, pool: Pool | null, { verb, from }: PoolChange): void {
  const refusals = pool ? [...obstacles(pool, verb, from)] : [['NOT_FOUND', `There is no pool ${poolId}.`] as const];
  if (refusals.length === 0) return;
  throw new Refusal(refusals.map(([code, message]) => ({ code, message, field: ['poolId'] })));
}

function* obstacles({ RunningMode, State }: Pool, verb: string, from: string) {
  if (RunningMode !== undefined && RunningMode !== 'AUTO_STOP')
    yield [
      'NOT_SUPPORTED',
      `Its running mode is ${RunningMode}: AWS lets nobody ${verb} a pool that is not AUTO_STOP.`,
    ] as const;
  if (State !== undefined && State !== from)
    yield [
      'INVALID_STATE',
      `It is ${State}: only a pool that is ${from} can be ${verb === 'stop' ? 'stopped' : 'started'}.`,
    ] as const;
}
