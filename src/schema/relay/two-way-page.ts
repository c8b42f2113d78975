import type { FieldRef, InputFieldMap, ObjectRef } from '@pothos/core';
import { GatewayError } from '../../errors/gateway-error.ts';
import { checkFirst, DEFAULT_FIRST, MAX_FIRST } from '../../paging/connection.ts';
import { type CursorCodec, invalidCursor } from '../../paging/cursor-codec.ts';
import { parseToken } from '../../paging/parse-token.ts';
import { START } from '../../paging/position.ts';
import type { SchemaTypes } from '../builder/builder.ts';
import { awsCallsOfPage } from '../cost/cost.ts';
import { type FieldBuilder, pageArgs } from './connection.ts';

/** Arguments of a page that is read forward or backward. */
export interface TwoWayArgs {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/** Declares `first`, `after`, `last` and `before`. */
export function twoWayArgs<Parent>(t: FieldBuilder<Parent>) {
  return {
    ...pageArgs(t),
    last: t.arg.int({
      description: `Number of items of a page that is read backward: 0 to ${MAX_FIRST}; ${DEFAULT_FIRST} by default. Excludes \`first\` and \`after\`.`,
    }),
    before: t.arg.string({
      description:
        'Cursor of the item in front of which the page ends; the end of the list by default. Reads backward.',
    }),
  };
}

/** Declares a field that lists what the gateway has stored, in pages that are read without an AWS call. */
export function twoWayField<Parent, Connection>(
  t: FieldBuilder<Parent>,
  options: {
    readonly type: ObjectRef<SchemaTypes, Connection>;
    readonly description: string;
    /** Declared cost of a read, such as `INDEX_READ`. */
    readonly extensions: { readonly indexReads: number };
    readonly args: InputFieldMap;
    readonly resolve: (parent: Parent, args: never, context: SchemaTypes['Context']) => Promise<Connection>;
  },
): FieldRef<SchemaTypes, Connection> {
  // Pothos derives its argument and parent types from literals; through a generic helper they have to be asserted.
  const field = t.field.bind(t) as (options: unknown) => FieldRef<SchemaTypes, Connection>;
  const cost = awsCallsOfPage(0, () => 0, ['first', 'last']);
  return field({
    ...options,
    // A failing list is null and has an error; the other fields of the query are answered.
    nullable: true,
    ...cost,
    extensions: { ...cost.extensions, ...options.extensions },
  });
}

/** Page to read of a list. */
export interface TwoWayPage<Key extends SortKey> {
  /** Most items of the page. */
  readonly limit: number;
  /** True: the page ends in front of `from`, or at the end of the list. */
  readonly isBackward: boolean;
  /** Key of the item behind which the page starts; null: at the start, or the end if backward. */
  readonly from: Key | null;
  /** Encodes the place of an item in the list as a cursor. */
  cursorOf(key: Key): string;
}

/**
 * Validates the arguments of a page: forward by `first` and `after`, or backward by `last` and `before`.
 *
 * @param listId identifies the list: its cursors are valid for this list only
 * @param keyLength number of values of a key
 * @throws GatewayError BAD_USER_INPUT; INVALID_CURSOR for a cursor of another list
 */
export function parsePage<Key extends SortKey>(
  { first = null, after = null, last = null, before = null }: TwoWayArgs,
  cursors: CursorCodec,
  listId: string,
  keyLength: number,
): TwoWayPage<Key> {
  const isBackward = last !== null || before !== null;
  if (isBackward && (first !== null || after !== null)) {
    const message = 'Pages are read by `first` and `after`, or by `last` and `before`, not by both.';
    throw new GatewayError('BAD_USER_INPUT', message);
  }
  const limit = checkFirst((isBackward ? last : first) ?? DEFAULT_FIRST, isBackward ? 'last' : 'first');
  const cursor = isBackward ? before : after;
  return {
    limit,
    isBackward,
    from: cursor === null ? null : (decodeKey(cursors, listId, cursor, keyLength) as Key),
    cursorOf: (key) => cursors.encode(listId, { ...START, token: JSON.stringify(key) }),
  };
}

/** `PageInfo` of a page. Its flags are exact, but that a page of no item has none in the direction of reading. */
export interface TwoWayPageInfo {
  readonly hasNextPage: boolean | Promise<boolean>;
  readonly hasPreviousPage: boolean | Promise<boolean>;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/**
 * Returns the `PageInfo` of a page that was read. The flag against the direction of reading is read on selection. Behind a page of no
 * item, as of `first: 0`, nothing follows: clients that go on without a cursor would read it for ever.
 *
 * @param keys keys of the items of the page, in the order of the list
 * @param hasMore true if items follow in the direction of reading
 * @param reads `follows`: resolves to true if an item follows a key in a direction; `hasItems`: to true if the list has any
 */
export function twoWayPageInfo<Key extends SortKey>(
  { isBackward, from, limit, cursorOf }: TwoWayPage<Key>,
  keys: readonly Key[],
  hasMore: boolean,
  reads: { follows(key: Key, isBackward: boolean): Promise<boolean>; hasItems(): Promise<boolean> },
): TwoWayPageInfo {
  const [first, last] = [keys[0], keys.at(-1)];
  const edge = isBackward ? last : first;
  const isFollowed = hasMore && keys.length > 0;

  async function hasOther(): Promise<boolean> {
    if (edge) return reads.follows(edge, !isBackward);
    // Behind the last item, the others stand in front. Of a page of no item, the one of the cursor does.
    return from !== null && (limit === 0 || reads.hasItems());
  }

  return {
    get hasNextPage() {
      return isBackward ? hasOther() : isFollowed;
    },
    get hasPreviousPage() {
      return isBackward ? isFollowed : hasOther();
    },
    startCursor: first ? cursorOf(first) : null,
    endCursor: last ? cursorOf(last) : null,
  };
}

/** Place of an item in an order: its sort values, and what sorts items with equal values. */
export type SortKey = readonly (string | number)[];

function decodeKey(cursors: CursorCodec, listId: string, cursor: string, length: number): SortKey {
  const { token } = cursors.decode(listId, cursor);
  const key = parseToken(token ?? '', isKey);
  if (key.length !== length) throw invalidCursor();
  return key;
}

function isKey(value: unknown): value is SortKey {
  return Array.isArray(value) && value.every((each) => typeof each === 'string' || typeof each === 'number');
}
