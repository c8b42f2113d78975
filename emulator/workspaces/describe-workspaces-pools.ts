import type { Call, Operation } from '../operation.ts';
import type { WorkspacesPool } from '../world/state.ts';
import { invalidToken, poolNotFound } from './errors.ts';
import { paginationToken, poolId } from './rules.ts';

interface Filter {
  Name: 'PoolName';
  Values: string[];
  Operator: keyof typeof operators;
}

interface Input {
  PoolIds?: string[];
  Filters?: Filter[];
  Limit?: number;
  NextToken?: string;
}

/** Predicates by operator. Values of one filter are alternatives, negated ones all hold; unverified. */
const operators = {
  EQUALS: (name: string, values: readonly string[]) => values.includes(name),
  NOTEQUALS: (name: string, values: readonly string[]) => !values.includes(name),
  CONTAINS: (name: string, values: readonly string[]) => values.some((value) => name.includes(value)),
  NOTCONTAINS: (name: string, values: readonly string[]) => !values.some((value) => name.includes(value)),
};

/** F-13: the maximum; the default is not documented. */
const defaultLimit = 25;

export const describeWorkspacesPools: Operation = {
  input: {
    PoolIds: { type: 'list', min: 1, max: 25, member: poolId },
    Filters: {
      type: 'list',
      min: 1,
      max: 25,
      member: {
        type: 'structure',
        members: {
          Name: { type: 'string', required: true, enum: ['PoolName'] },
          Values: {
            type: 'list',
            required: true,
            min: 1,
            max: 25,
            member: { type: 'string', min: 1, max: 128, pattern: /^[A-Za-z0-9][A-Za-z0-9_.-]+$/ },
          },
          Operator: { type: 'string', required: true, enum: Object.keys(operators) },
        },
      },
    },
    Limit: { type: 'integer', min: 1, max: 25 },
    NextToken: paginationToken,
  },
  run(call) {
    const { PoolIds, Filters = [], Limit, NextToken } = call.input as unknown as Input;
    const pools = named(call, PoolIds).filter((pool) =>
      Filters.every((filter) => operators[filter.Operator](pool.PoolName, filter.Values)),
    );
    const page = call.page(pools, { token: NextToken, limit: Limit ?? defaultLimit, invalidToken });
    return { WorkspacesPools: page.items, NextToken: page.nextToken };
  },
};

/** @throws ServiceError ResourceNotFoundException for an unknown id, with the quirk `unknownNameFailsBatch` (F-04) */
function named(call: Call, ids: readonly string[] | undefined): readonly WorkspacesPool[] {
  if (!ids) return [...call.location.pools.values()];
  return [...new Set(ids)].flatMap((id) => {
    const pool = call.location.pools.get(id);
    if (pool) return [pool];
    if (call.quirks.unknownNameFailsBatch) throw poolNotFound(id);
    return [];
  });
}
