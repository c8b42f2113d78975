import type { GatewayError } from '../../errors/gateway-error.ts';
import { tooComplex } from './too-complex.ts';

/** How deep a body may nest: a request is three levels, and what its variables may be is told more exactly later. */
const MAX_DEPTH = 100;

/** What a body may hold beside variables: its own members, those of `extensions`. */
const OTHER_VALUES = 100;

/** What is smaller than this is parsed in no time, whatever it is. Bytes. */
const SMALL = 4_096;

const [QUOTE, BACKSLASH, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('"\\,[]{}');

/**
 * What keeps JSON from being parsed: nesting deeper, or holding more values, than anything that is meant. A mebibyte is
 * scanned in a small part of the time that it can take to parse.
 *
 * @param maxValues of variables
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
