import type { Call } from '../operation.ts';
import type { MemberRule } from '../wire/constraints.ts';
import type { WorkspacesPool } from '../world/state.ts';
import { poolNotFound } from './errors.ts';

/** Shapes of the WorkSpaces service model (2015-04-08) that several operations share. */

export const poolId = { type: 'string', pattern: /^wspool-[0-9a-z]{9}$/ } as const satisfies MemberRule;
export const requiredPoolId = { ...poolId, required: true } as const satisfies MemberRule;
export const workspaceIds = {
  type: 'list',
  min: 1,
  max: 25,
  member: { type: 'string', pattern: /^ws-[0-9a-z]{8,63}$/ },
} as const satisfies MemberRule;
export const paginationToken = { type: 'string', min: 1, max: 2048 } as const satisfies MemberRule;

/** @throws ServiceError ResourceNotFoundException */
export function poolNamed(call: Call): WorkspacesPool {
  const { PoolId } = call.input as { PoolId: string };
  const pool = call.location.pools.get(PoolId);
  if (!pool) throw poolNotFound(PoolId);
  return pool;
}
