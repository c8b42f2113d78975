import type { GatewayError } from '../../errors/gateway-error.ts';
import { scanJson } from '../../outbound/scan-json.ts';
import { tooComplex } from './too-complex.ts';

/** Nesting of a body: a request has three levels, and variables have a limit of their own. */
const MAX_DEPTH = 100;

/** Allowed values of a body besides variables: its own members and those of `extensions`. */
const OTHER_VALUES = 100;

/** Smaller bodies are cheap to parse and are not scanned. Bytes. */
const SMALL = 4_096;

/**
 * Scans JSON for nesting or a number of values above the limits, before it is parsed. Scanning a mebibyte takes a small part of
 * the time that parsing it can take.
 *
 * @param maxValues limit of the variables' values
 * @returns the error QUERY_TOO_COMPLEX, or null
 */
export function jsonShapeFault(bytes: Uint8Array, { maxValues }: { readonly maxValues: number }): GatewayError | null {
  if (bytes.length < SMALL) return null;
  const maxCommas = maxValues + OTHER_VALUES;
  const excess = scanJson(bytes, ({ commas, depth }) => commas > maxCommas || depth > MAX_DEPTH);
  if (excess === null) return null;
  return excess.commas > maxCommas ? tooComplex('values in JSON', maxValues) : tooComplex('levels of JSON', MAX_DEPTH);
}
