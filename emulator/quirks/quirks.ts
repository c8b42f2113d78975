/**
 * Inconvenient behaviour of AWS, documented or suspected, each a switch. F-numbers are rows of docs/aws-facts.md. The
 * defaults are what AWS documents.
 */
export interface Quirks {
  /** Milliseconds added to every answer. */
  latency: number;
  /** Every n-th page of a list is empty and has a NextToken (F-08); 0 is off. */
  emptyPageEvery: number;
  /** A full last page has a NextToken, and the page after it is empty (F-10). */
  tokenAfterLastPage: boolean;
  /** The last page has the NextToken "" instead of none (F-09). */
  emptyStringAsLastToken: boolean;
  /** A token's page always ends at the same item, even after items were removed; otherwise pages are filled up. */
  fixedPageEnds: boolean;
  /** Number of items at the end of a page that the next page repeats; 0 is off. */
  repeatedItems: number;
  /** A token holds the number of items before its page, not the last of them: items that end or begin move the list over it. */
  countedTokens: boolean;
  /** Every n-th call of a list, from then on, sees it in another order; implies `countedTokens`. 0 is off. */
  shuffledEvery: number;
  /** Every n-th listing from the start ends with its first page, without a NextToken, though there is more; 0 is off. */
  cutListingEvery: number;
  /** Length of the cycle in which NextTokens repeat endlessly; 0 is off. */
  loopingTokens: number;
  /** Minimum length of a NextToken in characters; 0 is off. */
  tokenLength: number;
  /** Milliseconds until a NextToken expires. AWS documents no lifetime. */
  tokenLifetime: number;
  /** DescribeFleets, DescribeStacks, DescribeWorkspacesPools: one unknown name fails the call (F-04); otherwise it is omitted. */
  unknownNameFailsBatch: boolean;
  /** AppStream DescribeSessions without AuthenticationType lists API users only (F-02); otherwise all users. */
  sessionsDefaultToApiUsers: boolean;
  /** TerminateSession of an ended SSM session fails with ValidationException, as since 2026 (F-16); otherwise it succeeds. */
  terminatingEndedSessionFails: boolean;
  /** SSM lists a session that is `Terminating` as active; otherwise as history (F-33, unverified). */
  terminatingIsActive: boolean;
  /** Milliseconds from an accepted termination to the first answer that shows it, in all services (F-29, unverified). */
  terminationDelay: number;
  /** DescribeFleets, DescribeStacks, ListAssociated*: items per page, which AWS sizes itself (F-06). */
  unsizedPageLength: number;
  /** Members to omit from every answer: `ConnectionState`, `StartTime` … */
  absentMembers: readonly string[];
  /** Values that the SDK does not know, by member name: `{ State: 'HIBERNATING' }`. */
  newerValues: Readonly<Record<string, string>>;
}

export const defaultQuirks: Quirks = {
  latency: 0,
  emptyPageEvery: 0,
  tokenAfterLastPage: false,
  emptyStringAsLastToken: false,
  fixedPageEnds: false,
  repeatedItems: 0,
  countedTokens: false,
  shuffledEvery: 0,
  cutListingEvery: 0,
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
