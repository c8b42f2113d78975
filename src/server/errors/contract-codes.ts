import type { ExecutionResult } from 'graphql';

/**
 * Replaces Yoga's error codes (`GRAPHQL_…`) by those of the contract, and sets status 400 where nothing was executed, such as
 * for variables of another type.
 */
export function setContractCodes({ data, errors = [] }: ExecutionResult): void {
  for (const { extensions } of errors) {
    if (String(extensions.code).startsWith('GRAPHQL_')) extensions.code = 'BAD_USER_INPUT';
    if (data === undefined && extensions.code === 'BAD_USER_INPUT') extensions.http ??= { status: 400, spec: true };
  }
}
