import type { ExecutionResult } from 'graphql';
import { setContractCodes } from '../errors/contract-codes.ts';
import { plainResponse } from '../http/plain-response.ts';

/** Result as clients receive it: without the members that are meant for the HTTP response. */
export function serialiseResult(result: ExecutionResult): string {
  setContractCodes(result);
  return plainResponse(result, 'application/json').body;
}

/** Serialises a list of masked errors. */
export function serialiseErrors(errors: readonly Error[]): {
  readonly json: string;
  readonly codes: readonly string[];
} {
  const text = plainResponse({ errors } as ExecutionResult, 'application/json').body;
  const { errors: shown } = JSON.parse(text) as { readonly errors: readonly { extensions?: { code?: unknown } }[] };
  return { json: JSON.stringify(shown), codes: shown.map(({ extensions }) => String(extensions?.code)) };
}
