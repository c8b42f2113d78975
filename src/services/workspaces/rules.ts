import type { InputRule } from '../check-input.ts';
import { throwUserErrors, type UserError } from '../mutation-error.ts';
import type { Pool } from './model.ts';

/** `WorkspacesPoolId` of the service model (2026-08). */
export const POOL_ID: InputRule = {
  pattern: /^wspool-[0-9a-z]{9}$/,
  allowed: '`wspool-` and 9 lower-case letters or digits',
};

/** Where every pool mutation names its pool. */
export const POOL_FIELD: readonly string[] = ['input', 'poolId'];

/** What is done with a pool, and what AWS documents that it must be for that. */
export interface PoolChange {
  readonly done: string;
  readonly from: NonNullable<Pool['State']>;
}

/** "You cannot start a pool unless it has a running mode of AutoStop and a state of STOPPED" (F-32). */
export const START: PoolChange = { done: 'started', from: 'STOPPED' };

/**
 * StopWorkspacesPool wants AutoStop, too, and names states of single WorkSpaces (AVAILABLE, IMPAIRED, UNHEALTHY, ERROR); of
 * a pool's own states (service model, 2026-08) that can only mean RUNNING.
 */
export const STOP: PoolChange = { done: 'stopped', from: 'RUNNING' };

/** @throws MutationError before AWS is asked about a pool that cannot exist */
export function checkPoolId(poolId: string): void {
  if (!POOL_ID.pattern.test(poolId))
    throwUserErrors([userError('INVALID_FORMAT', `\`poolId\` must be ${POOL_ID.allowed}.`)]);
}

/** @throws MutationError with all that is in the way */
export function checkPoolChange(poolId: string, pool: Pool | null, change: PoolChange): void {
  const unknown = () => [userError('NOT_FOUND', `There is no pool \`${poolId}\` in this account and region.`)];
  throwUserErrors(pool ? brokenRules(pool, change) : unknown());
}

/** What AWS leaves out of a pool is for AWS to judge. */
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
