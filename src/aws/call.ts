import type { Kind } from './page-cache.ts';

/** One AWS call, by AWS's names. */
export interface AwsCall {
  readonly operation: string;
  readonly input: object;
  /** What it reads, and so how long its answer is kept. */
  readonly kind: Kind;
  /** A page of a list, on which other reads of the same request build; otherwise a look-up by key. */
  readonly isList: boolean;
}

/**
 * Sends one command on behalf of one request, within what is left of its deadline; or joins an identical call that is
 * under way, or gives the answer of one that was just made.
 *
 * @throws GatewayError UPSTREAM_*, NOT_FOUND or CURSOR_EXPIRED
 */
export type SendCall = <Answer extends object>(
  call: AwsCall,
  send: (signal: AbortSignal) => Promise<Answer>,
) => Promise<Answer>;
