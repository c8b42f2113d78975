/** AWS's documented bad quirks, each a switch. All off: the friendliest AWS that the documentation allows. */
export interface Quirks {
  /** Milliseconds added to every answer. */
  latency: number;
  /** Every n-th page of a list is empty and has a NextToken; 0 is off. (boto3#2840) */
  emptyPageEvery: number;
  /** A full last page carries a NextToken, and the page after it is empty. */
  tokenAfterLastPage: boolean;
  /** The last page has the NextToken "" in place of none. (DescribeInstanceInformation) */
  emptyStringAsLastToken: boolean;
  /** The page of a token ends where it ended the first time; off, it has as many items as fit. */
  fixedPageEnds: boolean;
  /** So many of the last items of a page stand on the next one, too; 0 is off. */
  repeatedItems: number;
  /** So many NextTokens come again and again, for ever; 0 is off. */
  loopingTokens: number;
  /** NextTokens are padded to this many characters; 0 is off. */
  tokenLength: number;
  /** A NextToken is refused after so many milliseconds. */
  tokenLifetime: number;
  /** DescribeFleets, DescribeStacks, DescribeWorkspacesPools: one unknown name fails the whole call; off, it is left out. */
  unknownNameFailsBatch: boolean;
  /** AppStream DescribeSessions without AuthenticationType lists API users only (its documentation); off, everybody. */
  sessionsDefaultToApiUsers: boolean;
  /** TerminateSession of an ended SSM session: ValidationException (since 2026-08); off, it succeeds (2023). */
  terminatingEndedSessionFails: boolean;
  /** SSM lists a session that is `Terminating` among the active ones; off, in the history. Unverified. */
  terminatingIsActive: boolean;
  /** Milliseconds from the accepted end of a session, of whichever service, to the first answer that shows it. Unverified. */
  terminationDelay: number;
  /** DescribeFleets, DescribeStacks, ListAssociated*: items on one of AWS's own pages. */
  unsizedPageLength: number;
  /** Members left out of every answer where AWS does not guarantee them: `ConnectionState`, `StartTime` … */
  absentMembers: readonly string[];
  /** Values newer than the SDK, by member name: `{ State: 'HIBERNATING' }`. */
  newerValues: Readonly<Record<string, string>>;
}

export const defaultQuirks: Quirks = {
  latency: 0,
  emptyPageEvery: 0,
  tokenAfterLastPage: false,
  emptyStringAsLastToken: false,
  fixedPageEnds: false,
  repeatedItems: 0,
  loopingTokens: 0,
  tokenLength: 0,
  tokenLifetime: 15 * 60_000,
  unknownNameFailsBatch: true,
  sessionsDefaultToApiUsers: true,
  terminatingEndedSessionFails: true,
  terminatingIsActive: false,
  terminationDelay: 0,
  unsizedPageLength: 25,
  absentMembers: [],
  newerValues: {},
};
