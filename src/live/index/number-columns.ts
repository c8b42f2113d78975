/**
 * Numbers of sessions in columns of one type each, by slot. Times are milliseconds since the epoch, `NO_TIME` for an absent
 * one; columns of whole numbers but `status` have the numbers of entries of dictionaries.
 */
export interface NumberColumns {
  readonly status: Uint8Array;
  readonly area: Uint32Array;
  readonly place: Uint32Array;
  readonly person: Uint32Array;
  readonly source: Uint32Array;
  readonly userName: Uint32Array;
  readonly resource: Uint32Array;
  readonly instance: Uint32Array;
  readonly region: Uint32Array;
  readonly started: Float64Array;
  readonly expires: Float64Array;
  readonly statusSince: Float64Array;
  readonly firstSeen: Float64Array;
  /** Digest of the id: sorts sessions with equal values. */
  readonly digest: Float64Array;
}

/** Allocates columns of a number of slots: 77 bytes each. */
export function allocateColumns(capacity: number): NumberColumns {
  return {
    status: new Uint8Array(capacity),
    area: new Uint32Array(capacity),
    place: new Uint32Array(capacity),
    person: new Uint32Array(capacity),
    source: new Uint32Array(capacity),
    userName: new Uint32Array(capacity),
    resource: new Uint32Array(capacity),
    instance: new Uint32Array(capacity),
    region: new Uint32Array(capacity),
    started: new Float64Array(capacity),
    expires: new Float64Array(capacity),
    statusSince: new Float64Array(capacity),
    firstSeen: new Float64Array(capacity),
    digest: new Float64Array(capacity),
  };
}

/** Returns columns with twice the slots and the same numbers. */
export function growColumns(columns: NumberColumns): NumberColumns {
  const grown = allocateColumns(columns.status.length * 2);
  for (const name of Object.keys(columns) as (keyof NumberColumns)[]) grown[name].set(columns[name]);
  return grown;
}

/** Copies the numbers of a slot to another one. */
export function copySlot(columns: NumberColumns, from: number, to: number): void {
  for (const column of Object.values(columns) as NumberColumns[keyof NumberColumns][])
    column[to] = column[from] as number;
}
