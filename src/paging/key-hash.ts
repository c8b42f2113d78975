const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Characters of a hash: eight base64url digits, 48 bits. */
export const HASH_LENGTH = 8;

/**
 * Hashes the key of an item to URL-safe text, the same in every process. It distinguishes the few hundred items around a
 * position: two of them collide with a probability of 1 in 10^9. It is not a protection (cursors are signed) and therefore not
 * SHA-256, which takes ten times as long for such short texts. Two FNV-like hashes, finalised like MurmurHash3 and cut to 24 bits.
 */
export function keyHash(key: string): string {
  let left = 0x9e3779b1;
  let right = 0x85ebca77;
  for (let index = 0; index < key.length; index += 1) {
    const code = key.charCodeAt(index);
    left = Math.imul(left ^ code, 0x01000193);
    left ^= left >>> 15;
    right = Math.imul(right ^ code, 0x5bd1e995);
    right ^= right >>> 13;
  }
  return digits(mixed(left ^ right)) + digits(mixed(right + Math.imul(left, 0xc2b2ae35)));
}

function mixed(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

/** Encodes the upper 24 bits. */
function digits(bits: number): string {
  return digit(bits >>> 26) + digit(bits >>> 20) + digit(bits >>> 14) + digit(bits >>> 8);
}

function digit(bits: number): string {
  return DIGITS.charAt(bits & 63);
}
