/** Values under small numbers. The number of a value without uses is given to another one. */
export interface NumberedEntries<Entry> {
  /** Counts one use less. */
  release(number: number): void;
  /** Entries by number; undefined for numbers that are not in use. */
  readonly entries: readonly (Entry | undefined)[];
}

/**
 * Values that many sessions have in common, each under a small number, so that a column of 100,000 sessions is an array of
 * numbers, and a condition is evaluated once for each value.
 */
export interface Dictionary<Entry> extends NumberedEntries<Entry> {
  /** Counts one more use of the entry with a key, and returns its number. @param make creates the entry of a new key */
  acquire(key: string, make: () => Entry): number;
}

export function dictionary<Entry>(): Dictionary<Entry> {
  const numbers = new Map<string, number>();
  const keys: string[] = [];
  const entries: (Entry | undefined)[] = [];
  const uses: number[] = [];
  const free: number[] = [];

  function add(key: string, entry: Entry): number {
    const number = free.pop() ?? entries.length;
    numbers.set(key, number);
    keys[number] = key;
    entries[number] = entry;
    uses[number] = 0;
    return number;
  }

  return {
    acquire(key, make) {
      const number = numbers.get(key) ?? add(key, make());
      uses[number] = (uses[number] ?? 0) + 1;
      return number;
    },
    release(number) {
      uses[number] = (uses[number] ?? 0) - 1;
      if (uses[number] !== 0) return;
      numbers.delete(keys[number] as string);
      entries[number] = undefined;
      free.push(number);
    },
    entries,
  };
}

/** Returns by number which entries meet a condition: 1 or 0. */
export function entriesThat<Entry>({ entries }: NumberedEntries<Entry>, test: (entry: Entry) => boolean): Uint8Array {
  return Uint8Array.from(entries, (entry) => (entry !== undefined && test(entry) ? 1 : 0));
}
