import type { Cacheable, CacheKind } from './pipeline/response-cache.ts';

/** One AWS call that reads, by AWS's names. */
export interface AwsRead<Answer extends object = object> extends Cacheable<Answer> {
  readonly operation: string;
  readonly input: object;
  /** Whether it goes on from a client's cursor: then the page that was read for that client will do. */
  readonly resumes?: boolean | undefined;
}

/** One AWS call that changes something. */
export interface AwsWrite {
  readonly operation: string;
  readonly input: object;
  /** What it may change, of the account and region it goes to: cached answers of that are invalidated. */
  readonly changes: readonly CacheKind[];
  /** Whether twice is as good as once; then it is sent again when nobody knows what became of it. */
  readonly isIdempotent: boolean;
  /** Called each time it is sent, just before; not while it waits for its turn. */
  readonly onSend?: (() => void) | undefined;
}

/** Keys that AWS has just said do not exist, by kind; what is created through this gateway invalidates them. */
export interface MissingKeys {
  has(key: string): boolean;
  /** Keeps a key for 2 s at most, and for no longer than answers of its kind. */
  add(key: string): void;
}

/** The way to one service of one account and region, on behalf of one request and within what is left of its deadline. */
export interface AwsClient {
  /**
   * Sends one command; or joins an identical call that is under way, or gives the answer of one that was just made.
   *
   * @throws GatewayError UPSTREAM_*, NOT_FOUND or CURSOR_EXPIRED
   */
  read<Answer extends object>(call: AwsRead<Answer>, send: (signal: AbortSignal) => Promise<Answer>): Promise<Answer>;
  /**
   * Sends one command of its own, which a client that goes away does not cut off. Every read that begins after it sees
   * what it did. One that AWS rejects, in every attempt, did nothing and invalidates no cached answer.
   *
   * @throws GatewayError UPSTREAM_*, NOT_FOUND; its `cause` is AWS's own refusal
   */
  write<Answer extends object>(call: AwsWrite, send: (signal: AbortSignal) => Promise<Answer>): Promise<Answer>;
  /**
   * Makes the reads of these kinds that this request begins from now on ask AWS, each once: before a write, a cached answer
   * may be wrong. Others keep their cached answers, and are served the newer ones.
   */
  refresh(...kinds: readonly CacheKind[]): void;
  /** Missing keys as they stand now: what is changed from now on is not hidden by keys that are added later. */
  missing(kind: CacheKind): MissingKeys;
}
