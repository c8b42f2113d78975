/** AWS's documented bad habits, each a switch. All off: the friendliest AWS that the documentation allows. */
export interface Habits {
  /** Milliseconds added to every answer. */
  latency: number;
  /** Every n-th page of a list is empty and has a NextToken; 0 is off. (boto3#2840) */
  emptyPageEvery: number;
  /** A full last page carries a NextToken, and the page after it is empty. */
  tokenAfterLastPage: boolean;
  /** The last page has the NextToken "" in place of none. (DescribeInstanceInformation) */
  emptyStringAsLastToken: boolean;
  /** NextTokens are padded to this many characters; 0 is off. */
  tokenLength: number;
  /** A NextToken is refused after so many milliseconds. */
  tokenLifetime: number;
  /** DescribeFleets, DescribeStacks, DescribeWorkspacesPools: one unknown name fails the whole call; off, it is left out. */
  unknownNameFailsBatch: boolean;
  /** AppStream DescribeSessions without AuthenticationType lists API users only (its documentation); off, everybody. */
  sessionsDefaultToApiUsers: boolean;
  /** TerminateSession of an ended SSM session: ValidationException (since 2026-08); off, it succeeds (2023). */
  endingEndedSessionFails: boolean;
  /** Milliseconds from the accepted end of a session, of whichever service, to the first answer that shows it. Unverified. */
  endingTakes: number;
  /** DescribeFleets, DescribeStacks, ListAssociated*: items on one of AWS's own pages. */
  unsizedPageLength: number;
  /** Members left out of every answer where AWS does not guarantee them: `ConnectionState`, `StartTime` … */
  absentMembers: readonly string[];
  /** Values newer than the SDK, by member name: `{ State: 'HIBERNATING' }`. */
  newerValues: Readonly<Record<string, string>>;
}

export const friendlyHabits: Habits = {
  latency: 0,
  emptyPageEvery: 0,
  tokenAfterLastPage: false,
  emptyStringAsLastToken: false,
  tokenLength: 0,
  tokenLifetime: 15 * 60_000,
  unknownNameFailsBatch: true,
  sessionsDefaultToApiUsers: true,
  endingEndedSessionFails: true,
  endingTakes: 0,
  unsizedPageLength: 25,
  absentMembers: [],
  newerValues: {},
};

/** A token bucket: `rate` calls a second, `burst` at once, for the service and operation it names (all, when absent). */
export interface Throttle {
  service?: string;
  operation?: string;
  rate: number;
  burst: number;
  /** The error code; by default the protocol's own for "too many calls". */
  code?: string;
}

/** Something that goes wrong, for the calls it matches (an absent condition matches all), `times` times (absent: for ever). */
export interface Fault {
  service?: string;
  operation?: string;
  accountId?: string;
  region?: string;
  /** Matches when the JSON of the input contains this text. */
  inputContains?: string;
  times?: number;
  /** Lets so many matching calls pass before it begins. */
  after?: number;
  kind: 'error' | 'hang' | 'reset' | 'truncate' | 'delay';
  /** With `error`. */
  code?: string;
  message?: string;
  status?: number;
  /** With `delay`: milliseconds. */
  delay?: number;
}

/** One call as it reached the emulator. `outcome` is `ok`, an error code, or a fault's kind. */
export interface CallRecord {
  service: 'appstream' | 'ssm' | 'workspaces' | 'sts';
  operation: string;
  accountId: string;
  region: string;
  input: Record<string, unknown>;
  at: number;
  outcome: string;
}
