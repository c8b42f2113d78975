/** Pseudo-random generator with a seed: mulberry32, 32 bits of state. */
export interface Random {
  /** 0 to below 1. */
  next(): number;
  /** An integer, both bounds included. */
  between(low: number, high: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** Random characters of an alphabet. */
  text(length: number, alphabet: string): string;
  hex(length: number): string;
  /** Digits and lower-case letters. */
  base36(length: number): string;
  uuid(): string;
}

const hexDigits = '0123456789abcdef';
const base36Digits = '0123456789abcdefghijklmnopqrstuvwxyz';

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  function text(length: number, alphabet: string): string {
    let written = '';
    for (let count = 0; count < length; count += 1) written += alphabet[Math.floor(next() * alphabet.length)];
    return written;
  }
  const hex = (length: number): string => text(length, hexDigits);
  return {
    next,
    between,
    chance: (probability) => next() < probability,
    pick<Item>(items: readonly Item[]): Item {
      if (items.length === 0) throw new RangeError('Nothing to pick from.');
      return items[Math.floor(next() * items.length)] as Item;
    },
    text,
    hex,
    base36: (length) => text(length, base36Digits),
    // Version 4, variant 1, like AWS's ids.
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${text(1, '89ab')}${hex(3)}-${hex(12)}`,
  };
}

/** Hashes a text to a seed: FNV-1a. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
