import { GatewayError } from '../../errors/gateway-error.ts';
import { checkFirst, DEFAULT_FIRST, MAX_FIRST } from '../../paging/connection.ts';
import { type CursorCodec, invalidCursor } from '../../paging/cursor-codec.ts';
import { parseToken } from '../../paging/parse-token.ts';
import { START } from '../../paging/position.ts';
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

/**
 * Validates the arguments of a page: forward by `first` and `after`, or backward by `last` and `before`.
 *
 * @throws GatewayError BAD_USER_INPUT
 */
export function parsePage({ first = null, after = null, last = null, before = null }: TwoWayArgs) {
  const isBackward = last !== null || before !== null;
  if (isBackward && (first !== null || after !== null)) {
    const message = 'Pages are read by `first` and `after`, or by `last` and `before`, not by both.';
    throw new GatewayError('BAD_USER_INPUT', message);
  }
  const limit = checkFirst((isBackward ? last : first) ?? DEFAULT_FIRST, isBackward ? 'last' : 'first');
  return { isBackward, limit, cursor: isBackward ? before : after };
}

/** Place of an item in an order: its sort values, and what sorts items with equal values. */
type SortKey = readonly (string | number)[];

/** Encodes the place of an item in a list as a cursor. */
export function encodeKey(cursors: CursorCodec, listId: string, key: SortKey): string {
  return cursors.encode(listId, { ...START, token: JSON.stringify(key) });
}

/** @param length values of a key @throws GatewayError INVALID_CURSOR for a cursor of another list */
export function decodeKey(cursors: CursorCodec, listId: string, cursor: string, length: number): SortKey {
  const { token } = cursors.decode(listId, cursor);
  const key = parseToken(token ?? '', isKey);
  if (key.length !== length) throw invalidCursor();
  return key;
}

function isKey(value: unknown): value is SortKey {
  return Array.isArray(value) && value.every((each) => typeof each === 'string' || typeof each === 'number');
}
