import type { Timestamp } from '../live-session.ts';

/** Slots that meet all conditions so far, in ascending order. */
export interface SlotList {
  /** Keeps the slots whose number in a column is marked by 1. */
  keepMarked(column: Uint8Array | Uint32Array, marks: Uint8Array): void;
  /** Keeps the slots whose time is in a range. @param from inclusive @param to exclusive */
  keepRange(column: Float64Array, from: Timestamp, to: Timestamp): void;
  keep(test: (slot: number) => boolean): void;
  /** Returns the slots. */
  kept(): Uint32Array;
}

/**
 * Starts a list with all slots below a size.
 *
 * @param buffer memory of the list: a new one for each query would occupy the garbage collector more than the query itself
 */
export function slotList(buffer: Uint32Array, size: number): SlotList {
  for (let slot = 0; slot < size; slot += 1) buffer[slot] = slot;
  let count = size;
  return {
    keepMarked(column, marks) {
      let kept = 0;
      for (let index = 0; index < count; index += 1) {
        const slot = buffer[index] as number;
        buffer[kept] = slot;
        kept += marks[column[slot] as number] as number;
      }
      count = kept;
    },
    keepRange(column, from, to) {
      let kept = 0;
      for (let index = 0; index < count; index += 1) {
        const slot = buffer[index] as number;
        const time = column[slot] as number;
        buffer[kept] = slot;
        if (time >= from && time < to) kept += 1;
      }
      count = kept;
    },
    keep(test) {
      let kept = 0;
      for (let index = 0; index < count; index += 1) {
        const slot = buffer[index] as number;
        buffer[kept] = slot;
        if (test(slot)) kept += 1;
      }
      count = kept;
    },
    kept: () => buffer.subarray(0, count),
  };
}
