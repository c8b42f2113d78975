import type { InputRule } from '../check-input.ts';
import { throwUserErrors, type UserError } from '../mutation-error.ts';
import type { Pool } from './model.ts';

/** `WorkspacesPoolId` of the service model (2026-08). */
export const POOL_ID: InputRule = {
  pattern: /^wspool-[0-9a-z]{9}$/,
  allowed: '`wspool-` and 9 lower-case letters or digits',
};

/** Path of the pool id in the arguments of every pool mutation. */
export const POOL_FIELD: readonly string[] = ['input', 'poolId'];

/** Change of a pool's state, and the state that AWS documents as its precondition. */
export interface PoolChange {
  readonly done: string;
  readonly from: NonNullable<Pool['State']>;
}

/** StartWorkspacesPool: "You cannot start a pool unless it has a running mode of AutoStop and a state of STOPPED" (F-32). */
export const START: PoolChange = { done: 'started', from: 'STOPPED' };

/**
 * StopWorkspacesPool also requires AutoStop. Its documentation names states of single WorkSpaces (AVAILABLE, IMPAIRED, UNHEALTHY,
 * ERROR), of which only RUNNING corresponds to a pool state (service model, 2026-08).
 */
export const STOP: PoolChange = { done: 'stopped', from: 'RUNNING' };

/** Validates a pool id without an AWS call. @throws MutationError INVALID_FORMAT */
export function checkPoolId(poolId: string): void {
  if (!POOL_ID.pattern.test(poolId))
    throwUserErrors([userError('INVALID_FORMAT', `\`poolId\` must be ${POOL_ID.allowed}.`)]);
}

/** Checks the preconditions of a change. @throws MutationError with every violation */
export function checkPoolChange(poolId: string, pool: Pool | null, change: PoolChange): void {
  const unknown = () => [userError('NOT_FOUND', `There is no pool \`${poolId}\` in this account and region.`)];
  throwUserErrors(pool ? brokenRules(pool, change) : unknown());
}

/** Returns a user error for every violated precondition. Members that AWS omits are not checked. */
function brokenRules({ RunningMode = 'AUTO_STOP', State }: Pool, { done, from }: PoolChange): UserError[] {
  const wrongMode = `Its running mode is ${RunningMode}; only a pool that is AUTO_STOP can be ${done}.`;
  const wrongState = `It is ${State}; only a pool that is ${from} can be ${done}.`;
  return [
    ...(RunningMode === 'AUTO_STOP' ? [] : [userError('NOT_SUPPORTED', wrongMode)]),
    ...((State ?? from) === from ? [] : [userError('INVALID_STATE', wrongState)]),
  ];
}

function userError(code: string, message: string): UserError {
  return { code, message, field: POOL_FIELD };
}
