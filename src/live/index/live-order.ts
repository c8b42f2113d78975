import { hash } from 'node:crypto';
import type { LiveSession, Timestamp } from '../live-session.ts';
import type { Columns } from './columns.ts';
import type { TextDictionary } from './text-dictionary.ts';

/** Members by which live sessions are sorted. */
export const ORDER_FIELDS = [
  'STARTED_AT',
  'STATUS_SINCE',
  'USER_NAME',
  'STATUS',
  'EXPIRES_AT',
  'RESOURCE',
  'INSTANCE_ID',
  'REGION',
] as const;
export type LiveOrderField = (typeof ORDER_FIELDS)[number];

export interface LiveOrder {
  readonly field: LiveOrderField;
  readonly direction: 'ASC' | 'DESC';
}

/** Newest first. */
export const DEFAULT_ORDER: readonly LiveOrder[] = [{ field: 'STARTED_AT', direction: 'DESC' }];

/** Stands for a time that is absent: smaller than any `Date`. An absent text is the empty text. */
export const NO_TIME: Timestamp = -8_640_000_000_000_001;

/** Value by which a session is sorted. Texts are compared by their UTF-16 code units. */
export type SortValue = string | number;

/** Place of a session in an order: its sort values, and the digest of its id, which sorts sessions with equal values. */
export type LiveKey = readonly SortValue[];

/** Columns by which sessions are sorted. Statuses are sorted in the order of `SESSION_STATUSES`, texts by rank. */
const SORT_COLUMNS = {
  STARTED_AT: 'started',
  STATUS_SINCE: 'statusSince',
  USER_NAME: 'userName',
  STATUS: 'status',
  EXPIRES_AT: 'expires',
  RESOURCE: 'resource',
  INSTANCE_ID: 'instance',
  REGION: 'region',
} as const satisfies Record<LiveOrderField, string>;

/** Returns the number by which a slot is sorted: smaller ones come first. */
type SlotNumber = (slot: number) => number;

/** One field of an order. */
interface SortTerm {
  readonly numberAt: SlotNumber;
  /** Returns the number of a value of a key. */
  numberOf(value: SortValue): number;
  valueAt(slot: number): SortValue;
}

/** An order over slots, at the current revision. The opposite of all directions is the reversed order. */
export interface SlotOrder {
  /** Compares slots by the first field; equal ones are decided by `compare`. */
  readonly firstNumber: SlotNumber;
  compare(one: number, other: number): number;
  /** Makes the comparison of slots with a key, which an earlier revision may have given. */
  comparisonWith(key: LiveKey): SlotNumber;
  keyOf(slot: number): LiveKey;
}

/**
 * Creates an order over slots. Absent values are smaller than all others. Sessions with equal values are sorted by the digests
 * of their ids, in the direction of the last field.
 *
 * @param order at least one entry
 * @param isBackward true: the reversed order
 */
export function slotOrder(columns: Columns, order: readonly LiveOrder[], isBackward: boolean): SlotOrder {
  const signs = order.map(({ direction }) => ((direction === 'DESC') !== isBackward ? -1 : 1));
  const terms = order.map(({ field }, index) => sortTerm(columns, field, signs[index] ?? 1));
  terms.push(numberTerm(columns.numbers.digest, signs.at(-1) ?? 1));
  const [first] = terms as [SortTerm];
  return {
    firstNumber: first.numberAt,
    compare(one, other) {
      for (const { numberAt } of terms) {
        const difference = numberAt(one) - numberAt(other);
        if (difference !== 0) return difference;
      }
      return 0;
    },
    comparisonWith(key) {
      const numbers = terms.map(({ numberOf }, index) => numberOf(key[index] as SortValue));
      return (slot) => {
        for (let index = 0; index < terms.length; index += 1) {
          const difference = (terms[index] as SortTerm).numberAt(slot) - (numbers[index] as number);
          if (difference !== 0) return difference;
        }
        return 0;
      };
    },
    keyOf: (slot) => terms.map(({ valueAt }) => valueAt(slot)),
  };
}

function sortTerm({ numbers, dictionaries }: Columns, field: LiveOrderField, sign: number): SortTerm {
  const name = SORT_COLUMNS[field];
  return name in dictionaries
    ? textTerm(numbers[name] as Uint32Array, dictionaries[name as 'region'], sign)
    : numberTerm(numbers[name] as Float64Array | Uint8Array, sign);
}

function numberTerm(column: Float64Array | Uint8Array, sign: number): SortTerm {
  return {
    numberAt: (slot) => (column[slot] as number) * sign,
    numberOf: (value) => Number(value) * sign,
    valueAt: (slot) => column[slot] as number,
  };
}

function textTerm(column: Uint32Array, texts: TextDictionary, sign: number): SortTerm {
  const ranks = texts.ranks();
  return {
    numberAt: (slot) => (ranks[column[slot] as number] as number) * sign,
    numberOf: (value) => texts.rankOf(String(value)) * sign,
    valueAt: (slot) => texts.entries[column[slot] as number] ?? '',
  };
}

/** Hexadecimal digits of a digest: 52 bits, an exact integer. Two of 100,000 ids have the same with a probability of 10^-6. */
const DIGITS = 13;

/** Returns a number for an id, the same in every process. */
export function idDigest(id: string): number {
  return Number.parseInt(hash('sha256', id).slice(0, DIGITS), 16);
}

/** Returns the key of a session in the default order. */
export function defaultKeyOf({ id, view: { startedAt } }: LiveSession): LiveKey {
  return [startedAt?.getTime() ?? NO_TIME, idDigest(id)];
}
