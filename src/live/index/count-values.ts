import { SESSION_STATUSES } from '../../sessions/provider.ts';
import type { Columns } from './columns.ts';
import type { Dimension } from './live-filter.ts';

/** Number of sessions with one value of a dimension. */
export interface FacetValue {
  /** Null for sessions without a value. */
  readonly value: string | null;
  readonly count: number;
}

export interface Facet {
  /** The most frequent values first; equally frequent ones in the order of their texts, null first. */
  readonly values: readonly FacetValue[];
  /** Number of sessions with other values. */
  readonly otherCount: number;
}

/** Column that has a dimension, and the value of each of its numbers. */
interface ValueColumn {
  readonly column: Uint8Array | Uint32Array;
  readonly values: readonly (string | undefined)[];
}

/** Counts sessions by the values of a dimension. @param first most values */
export function countValues(columns: Columns, slots: Uint32Array, dimension: Dimension, first: number): Facet {
  const { column, values } = valueColumn(columns, dimension);
  const counted = countNumbers(column, slots, values.length);
  const best = mostFrequent(
    dimension === 'SERVICE' || dimension === 'ACCOUNT' ? merge(counted, values) : counted,
    values,
    first,
  );
  const shown = best.reduce((sum, { count }) => sum + count, 0);
  return {
    values: best.map(({ text, count }) => ({ value: text === '' ? null : text, count })),
    otherCount: slots.length - shown,
  };
}

/** Counts the slots with each number of a column. */
export function countNumbers(column: Uint8Array | Uint32Array, slots: Uint32Array, size: number): Uint32Array {
  const counts = new Uint32Array(size);
  for (let index = 0; index < slots.length; index += 1) {
    const number = column[slots[index] as number] as number;
    counts[number] = (counts[number] as number) + 1;
  }
  return counts;
}

/** Adds the counts of equal values up, in the first number of each value. */
function merge(counts: Uint32Array, values: readonly (string | undefined)[]): Uint32Array {
  const merged = new Uint32Array(counts.length);
  for (const [number, count] of counts.entries()) {
    const first = values.indexOf(values[number]);
    merged[first] = (merged[first] as number) + count;
  }
  return merged;
}

interface Counted {
  readonly text: string;
  readonly count: number;
}

/** Selects the most frequent values, with one pass over all of them. */
function mostFrequent(counts: Uint32Array, values: readonly (string | undefined)[], first: number): readonly Counted[] {
  const best: Counted[] = [];
  for (let number = 0; number < counts.length; number += 1) {
    const count = counts[number] as number;
    const last = best[first - 1];
    if (count === 0 || first === 0 || (last && count < last.count)) continue;
    const each = { text: values[number] ?? '', count };
    const place = best.findIndex((other) => isBefore(each, other));
    best.splice(place === -1 ? best.length : place, 0, each);
    if (best.length > first) best.pop();
  }
  return best;
}

function isBefore(one: Counted, other: Counted): boolean {
  return one.count === other.count ? one.text < other.text : one.count > other.count;
}

function valueColumn({ numbers, dictionaries }: Columns, dimension: Dimension): ValueColumn {
  const { area, region, resource, userName } = dictionaries;
  switch (dimension) {
    case 'SERVICE':
      return { column: numbers.area, values: area.entries.map((entry) => entry?.service) };
    case 'ACCOUNT':
      return { column: numbers.area, values: area.entries.map((entry) => entry?.accountId) };
    case 'REGION':
      return { column: numbers.region, values: region.entries };
    case 'STATUS':
      return { column: numbers.status, values: SESSION_STATUSES };
    case 'RESOURCE':
      return { column: numbers.resource, values: resource.entries };
    case 'USER':
      return { column: numbers.userName, values: userName.entries };
  }
}
