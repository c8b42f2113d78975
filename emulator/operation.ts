import type { Quirks } from './quirks/quirks.ts';
import type { InputTable } from './wire/constraints.ts';
import type { LocationState, World } from './world/state.ts';

/** One list request: what the caller asked for, before the emulator's quirks have their say. */
export interface PageRequest<Item> {
  /** The `NextToken` of the request. */
  readonly token: string | undefined;
  /** How many items AWS would put on this page. */
  readonly limit: number;
  /** What AWS leaves out after it has cut the page (SSM): such a page may be short, or empty with a token. */
  readonly keep?: (item: Item) => boolean;
  /** The error that this service answers for a token that it does not know. */
  readonly invalidToken: () => Error;
}

export interface PageAnswer<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

/** What one call of one operation sees. */
export interface Call {
  /** Checked against the operation's constraint table. */
  readonly input: Record<string, unknown>;
  /** The account and region that the caller's signature names. */
  readonly location: LocationState;
  readonly world: World;
  /** Milliseconds since the epoch, by the emulator's clock. */
  readonly now: number;
  /** The access key of the signature. */
  readonly accessKeyId: string;
  readonly quirks: Quirks;
  /** Does what was accepted: at once, or where the quirk `terminationDelay` says so, only before a later call. */
  terminateSession(end: () => void): void;
  /** Cuts one page of a list. Tokens are opaque, bound to the operation and its other parameters, and expire. */
  page<Item>(items: readonly Item[], request: PageRequest<Item>): PageAnswer<Item>;
}

/** One operation of one service: AWS's constraints as a table, and the behaviour. A `Date` in the answer travels as AWS sends it. */
export interface Operation {
  readonly input: InputTable;
  run(call: Call): Record<string, unknown>;
}

/** The operations of a service by name, as they stand in `X-Amz-Target` after the dot. */
export type Operations = Readonly<Record<string, Operation>>;
