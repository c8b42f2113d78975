import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GatewayError } from '../../../src/errors/gateway-error.ts';
import type { LiveKey, LiveOrder } from '../../../src/live/index/live-order.ts';
import { cursorCodec } from '../../../src/paging/cursor-codec.ts';
import { sealedCursorCodec } from '../../../src/paging/sealed-cursor-codec.ts';
import type { Context } from '../../../src/schema/builder/context.ts';
import { decodePosition, encodePosition } from '../../../src/schema/live/live-position.ts';
import { type LiveArgs, type LiveConditions, parseFilter, parseQuery } from '../../../src/schema/live/live-query.ts';
import { createSessions } from '../../../src/sessions/sessions.ts';

const sessions = createSessions('example.com');
const contextOf = (own: string | null | undefined = undefined, cursors = cursorCodec('secret')) =>
  ({ sessions, cursors, own: own === undefined ? null : { userName: own } }) as unknown as Context;
const context = contextOf();

const parse = (args: LiveArgs, from = context, user?: string) => parseQuery(args, user, from);
const codeOf = (act: () => unknown): string | null => {
  try {
    act();
    return null;
  } catch (error) {
    return (error as GatewayError).code;
  }
};

describe('A page of live sessions', () => {
  test.each<[string, LiveArgs, object]>([
    ['is of 20 sessions, the newest first, unless asked otherwise', {}, { limit: 20, isBackward: false, from: null }],
    ['takes null for absent', { first: null, after: null, last: null, before: null, filter: null }, { limit: 20 }],
    ['is read forward by `first`', { first: 0 }, { limit: 0, isBackward: false }],
    ['is read backward by `last`', { last: 200 }, { limit: 200, isBackward: true }],
  ])('%s', (_title, args, expected) => {
    expect(parse(args)).toMatchObject(expected);
  });

  test.each<[string, LiveArgs]>([
    ['a negative `first`', { first: -1 }],
    ['a `first` above 200', { first: 201 }],
    ['a negative `last`', { last: -1 }],
    ['a `last` above 200', { last: 201 }],
    ['`first` and `last`', { first: 1, last: 1 }],
    ['`after` and `before`', { after: 'x', before: 'x' }],
    ['`first` and `before`', { first: 1, before: 'x' }],
    ['five orders', { orderBy: Array(5).fill({ field: 'STATUS', direction: 'ASC' }) }],
    ['a search of 201 characters', { filter: { search: 'x'.repeat(201) } }],
    ['1,001 statuses', { filter: { statuses: Array(1_001).fill('CONNECTED') } }],
    ['an empty user name', { filter: { userName: ' ' } }],
    ['a pool id that is none', { filter: { poolIds: ['pool'] } }],
  ])('with %s is BAD_USER_INPUT', (_what, args) => {
    expect(codeOf(() => parse(args))).toBe('BAD_USER_INPUT');
  });

  test('without an order has the default one', () => {
    const { order } = parse({});
    expect(parse({ orderBy: [] }).order).toEqual(order);
    expect(parse({ orderBy: null }).order).toEqual(order);
  });
});

const orders: fc.Arbitrary<LiveOrder[]> = fc.array(
  fc.record({
    field: fc.constantFrom('STARTED_AT' as const, 'USER_NAME' as const, 'STATUS' as const, 'REGION' as const),
    direction: fc.constantFrom('ASC' as const, 'DESC' as const),
  }),
  { minLength: 1, maxLength: 4 },
);
const conditions: fc.Arbitrary<LiveConditions> = fc.record(
  {
    services: fc.subarray(['APPSTREAM', 'SSM', 'WORKSPACES'] as const),
    statuses: fc.subarray(['CONNECTED', 'DISCONNECTED'] as const),
    userName: fc.constantFrom('Alice', 'bob@example.com'),
    search: fc.constantFrom('a', 'b'),
    fleetNames: fc.subarray(['one', 'two']),
    startedAfter: fc.date({ noInvalidDate: true }),
    unverified: fc.boolean(),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<LiveConditions>;
const keyPart = fc.oneof(fc.string(), fc.integer());

describe('A cursor', () => {
  test('continues at the key of its session, with the same filter and order, however they are written', () => {
    fc.assert(
      fc.property(
        conditions,
        orders,
        fc.infiniteStream(keyPart),
        fc.boolean(),
        (filter, orderBy, parts, isBackward) => {
          const key = [...parts.take(orderBy.length + 1)] as unknown as LiveKey;
          const cursor = parse({ filter, orderBy }).cursorOf(key);
          const reversed = Object.fromEntries(Object.entries(filter).reverse()) as LiveConditions;
          const page = isBackward ? { last: 5, before: cursor } : { first: 5, after: cursor };
          expect(parse({ filter: reversed, orderBy, ...page }).from).toEqual(key);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('is INVALID_CURSOR with another filter or order', () => {
    fc.assert(
      fc.property(conditions, conditions, orders, orders, (filter, otherFilter, orderBy, otherOrder) => {
        const listOf = (each: LiveConditions, order: LiveOrder[]) =>
          JSON.stringify([Object.entries(parse({ filter: each }).filter).sort(), order]);
        fc.pre(listOf(filter, orderBy) !== listOf(otherFilter, otherOrder));
        const after = parse({ filter, orderBy }).cursorOf([...orderBy.map(() => 'x'), 1] as unknown as LiveKey);
        expect(codeOf(() => parse({ filter: otherFilter, orderBy: otherOrder, after }))).toBe('INVALID_CURSOR');
      }),
      { numRuns: 100 },
    );
  });

  test('with a key of another length, or of other values, is INVALID_CURSOR', () => {
    const { cursorOf } = parse({});
    for (const key of [[], [1], [1, 2, 3], [1, null], [1, { a: 1 }], [[1], 2]])
      expect(codeOf(() => parse({ after: cursorOf(key as unknown as LiveKey) }))).toBe('INVALID_CURSOR');
  });

  test('of any text that the gateway did not make is INVALID_CURSOR', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (after) => {
        expect(codeOf(() => parse({ after }))).toBe('INVALID_CURSOR');
      }),
    );
  });
});

describe('A self-scoped caller', () => {
  const onlyUser = (own: string | null, user?: string) => parseFilter({}, user, contextOf(own)).filter.onlyUser;

  test('has their own sessions only, in a list of all and in that of a user', () => {
    expect(onlyUser('alice@example.com')).toBe('alice@example.com');
    expect(onlyUser('alice@example.com', 'alice@example.com')).toBe('alice@example.com');
    expect(onlyUser('alice@example.com', 'bob@example.com')).toBeNull();
  });

  test('without a name has none', () => {
    expect(onlyUser(null)).toBeNull();
    expect(onlyUser(null, 'alice@example.com')).toBeNull();
  });

  test('keeps other conditions beside it, and cannot undo it by one', () => {
    const { filter } = parseFilter(
      { userName: 'bob@example.com', statuses: ['CONNECTED'] },
      undefined,
      contextOf('alice@example.com'),
    );
    expect(filter).toEqual({ onlyUser: 'alice@example.com', userName: 'bob@example.com', statuses: ['CONNECTED'] });
  });

  test('has cursors that are encrypted, and not those of another list', () => {
    const sealed = contextOf('alice@example.com', sealedCursorCodec('secret'));
    const other = contextOf('bob@example.com', sealedCursorCodec('secret'));
    const cursor = parse({}, sealed).cursorOf(['2026-11-26', 7] as unknown as LiveKey);
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain('2026');
    expect(parse({ after: cursor }, sealed).from).toEqual(['2026-11-26', 7]);
    expect(codeOf(() => parse({ after: cursor }, other))).toBe('INVALID_CURSOR');
  });
});

describe('A filter', () => {
  test('normalises user names and searches, and leaves out what is not given', () => {
    const { filter } = parseFilter(
      { userName: ' Alice ', search: '  A\n B ', statuses: null, unverified: null },
      undefined,
      context,
    );
    expect(filter).toEqual({ userName: 'alice@example.com', search: 'a b' });
  });

  test('takes a search of white space for none', () => {
    expect(parseFilter({ search: ' \t\n ' }, undefined, context).filter).toEqual({});
  });

  test('has times in milliseconds', () => {
    const at = new Date('2026-11-27T10:00:00.123Z');
    const { filter } = parseFilter({ startedAfter: at, startedBefore: at, statusBefore: at }, undefined, context);
    expect(filter).toEqual({ startedAfter: at.getTime(), startedBefore: at.getTime(), statusBefore: at.getTime() });
  });
});

describe('A position', () => {
  const log = (id: string) => ({ changes: { id } });

  test('says its revision to the change log that it is of, and nothing to another', () => {
    fc.assert(
      fc.property(fc.nat(), fc.uuid(), fc.uuid(), (revision, id, other) => {
        const position = encodePosition(revision, log(id), context);
        expect(decodePosition(position, log(id), context)).toBe(revision);
        if (other !== id) expect(decodePosition(position, log(other), context)).toBeNull();
      }),
    );
  });

  test('is neither a cursor, nor is a cursor a position', () => {
    const position = encodePosition(5, log('a'), context);
    expect(codeOf(() => parse({ after: position }))).toBe('INVALID_CURSOR');
    const cursor = parse({}).cursorOf(['x', 1] as unknown as LiveKey);
    expect(codeOf(() => decodePosition(cursor, log('a'), context))).toBe('INVALID_CURSOR');
    expect(codeOf(() => decodePosition('garbled', log('a'), context))).toBe('INVALID_CURSOR');
  });
});
