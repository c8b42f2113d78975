import type { Quirks } from './quirks/quirks.ts';
import type { InputTable } from './wire/constraints.ts';
import type { LocationState, World } from './world/state.ts';

/** Request for one page of a list, before quirks are applied. */
export interface PageRequest<Item> {
  /** The `NextToken` of the request. */
  readonly token: string | undefined;
  /** Number of items on the page. */
  readonly limit: number;
  /** Filter that is applied after the page was cut, as SSM does (F-08): a page may be short, or empty with a token. */
  readonly keep?: (item: Item) => boolean;
  /** Creates the error of this service for an unknown or expired token (F-15). */
  readonly invalidToken: () => Error;
}

export interface PageAnswer<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

/** Context of one call. */
export interface Call {
  /** Valid according to the operation's constraint table. */
  readonly input: Record<string, unknown>;
  /** The state of the account and region in the signature. */
  readonly location: LocationState;
  readonly world: World;
  /** Milliseconds since the epoch, by the emulator's clock. */
  readonly now: number;
  /** The access key of the signature. */
  readonly accessKeyId: string;
  readonly quirks: Quirks;
  /** Runs `terminate` now, or after the quirk `terminationDelay`. */
  terminateSession(terminate: () => void): void;
  /** Cuts one page of a list; see `cutPage`. Tokens are opaque, bound to the operation and its other parameters, and expire. */
  page<Item>(items: readonly Item[], request: PageRequest<Item>): PageAnswer<Item>;
}

/** One operation of one service: constraint table and behaviour. A `Date` in the output is serialized by the protocol. */
export interface Operation {
  readonly input: InputTable;
  run(call: Call): Record<string, unknown>;
}

/** Operations of a service by name, which is the part of `X-Amz-Target` behind the dot. */
export type Operations = Readonly<Record<string, Operation>>;
