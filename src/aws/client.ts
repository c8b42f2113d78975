/** Decides how long an answer is cached. */
export interface Cacheable<Answer extends object = object> {
  /** The cache kind, whose TTL is configured, and by which writes invalidate. */
  readonly kind: string;
  /** True if the answer is a page of a list, which a client may continue from by a cursor. */
  readonly isList: boolean;
  /** Returns true if a resource in the answer is changing state: the answer is then cached for two seconds at most. */
  isTransitional?(answer: Answer): boolean;
}

/** AWS call that reads, in AWS's names. */
export interface AwsRead<Answer extends object = object> extends Cacheable<Answer> {
  readonly operation: string;
  readonly input: object;
  /** True if it continues from a client's cursor: the page that was prefetched for that client may then be 30 s old. */
  readonly resumes?: boolean | undefined;
}

/** AWS call that writes. */
export interface AwsWrite {
  readonly operation: string;
  readonly input: object;
  /** Cache kinds that it may change. Their cached answers, of its service, account and region, are invalidated. */
  readonly changes: readonly string[];
  /** True if it is safe to retry after a timeout. Throttled calls were not executed and are always retried. */
  readonly isIdempotent: boolean;
  /** Called just before each attempt, not while it waits for a permit. */
  readonly onSend?: (() => void) | undefined;
}

/** Caches which keys of a kind do not exist; a write that may change the kind invalidates them. */
export interface MissingKeys {
  has(key: string): boolean;
  /** Caches a key for 2 s, or for the TTL of its kind if that is shorter. */
  add(key: string): void;
}

/** Sends one SDK command once. */
export type Send<Answer extends object> = (signal: AbortSignal) => Promise<Answer>;

/** Calls one service of one account and region on behalf of one request, until that request's deadline. */
export interface AwsClient {
  /**
   * Reads through the cache; identical reads in flight are coalesced.
   *
   * @throws GatewayError UPSTREAM_*, NOT_FOUND or CURSOR_EXPIRED
   */
  read<Answer extends object>(call: AwsRead<Answer>, send: Send<Answer>): Promise<Answer>;
  /**
   * Writes. Neither cached nor coalesced, and not aborted by a client that disconnects. Every read that begins after it
   * sees its effect. A write that AWS rejects in every attempt invalidates nothing.
   *
   * @throws GatewayError UPSTREAM_*, NOT_FOUND; its `cause` is AWS's own error
   */
  write<Answer extends object>(call: AwsWrite, send: Send<Answer>): Promise<Answer>;
  /**
   * Bypasses the cache for the reads of these kinds that this request begins from now on, each once. Other requests are
   * served from the cache, which gets the newer answers.
   */
  refresh(...kinds: readonly string[]): void;
  /** Returns the missing keys of the current generation of a kind: a write that follows invalidates keys that are added later, too. */
  missing(kind: string): MissingKeys;
}
