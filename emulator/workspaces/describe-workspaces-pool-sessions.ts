import type { Operation } from '../operation.ts';
import { invalidToken } from './errors.ts';
import { paginationToken, poolNamed, requiredPoolId } from './rules.ts';

/** F-13: "If not specified, 20"; at most 50. */
const defaultLimit = 20;

export const describeWorkspacesPoolSessions: Operation = {
  input: {
    PoolId: requiredPoolId,
    UserId: { type: 'string', min: 2, max: 128 },
    Limit: { type: 'integer', min: 1, max: 50 },
    NextToken: paginationToken,
  },
  run(call) {
    const { UserId, Limit, NextToken } = call.input as { UserId?: string; Limit?: number; NextToken?: string };
    const pool = poolNamed(call);
    const sessions = call.location.poolSessions
      .of(pool.PoolId)
      .filter((session) => UserId === undefined || session.UserId === UserId);
    const page = call.page(sessions, { token: NextToken, limit: Limit ?? defaultLimit, invalidToken });
    return { Sessions: page.items, NextToken: page.nextToken };
  },
};
