import type { ExecutionResult } from 'graphql';
import { type FetchAPI, processRegularResult } from 'graphql-yoga';

/** Response as Yoga serialises it, without a Fetch API response. */
export interface PlainResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Media type of a single result. */
export type ResultType = 'application/json' | 'application/graphql-response+json';

const fetchAPI = {
  Response: function Response(body: string, { status, headers }: Omit<PlainResponse, 'body'>): PlainResponse {
    return { status, headers, body };
  },
} as unknown as FetchAPI;

/** Serialises a result, and takes status and headers of the response from its errors. */
export function plainResponse(result: ExecutionResult, type: ResultType): PlainResponse {
  return processRegularResult(result, fetchAPI, type) as unknown as PlainResponse;
}
