import type { GatewayError } from '../../errors/gateway-error.ts';
import { tooComplex } from './too-complex.ts';

/** Nesting of a body: a request has three levels, and variables have a limit of their own. */
const MAX_DEPTH = 100;

/** Allowed values of a body besides variables: its own members and those of `extensions`. */
const OTHER_VALUES = 100;

/** Smaller bodies are cheap to parse and are not scanned. Bytes. */
const SMALL = 4_096;

const [QUOTE, BACKSLASH, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('"\\,[]{}');

/**
 * Scans JSON for nesting or a number of values above the limits, before it is parsed. Scanning a mebibyte takes a small part of
 * the time that parsing it can take.
 *
 * @param maxValues limit of the variables' values
 * @returns the error QUERY_TOO_COMPLEX, or null
 */
export function jsonShapeFault(bytes: Uint8Array, { maxValues }: { readonly maxValues: number }): GatewayError | null {
  if (bytes.length < SMALL) return null;
  let depth = 0;
  let commas = 0;
  let isQuoted = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (isQuoted) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) isQuoted = false;
    } else if (byte === QUOTE) isQuoted = true;
    else if (byte === COMMA) {
      commas += 1;
      if (commas > maxValues + OTHER_VALUES) return tooComplex('values in JSON', maxValues);
    } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      depth += 1;
      if (depth > MAX_DEPTH) return tooComplex('levels of JSON', MAX_DEPTH);
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
  }
  return null;
}
