/** Contents of a JSON text up to one of its bytes. */
export interface JsonCounts {
  readonly commas: number;
  /** Lists and objects that were opened. */
  readonly opened: number;
  /** Lists and objects that are open. */
  readonly depth: number;
}

const [QUOTE, BACKSLASH, COMMA] = Buffer.from('"\\,');
/** Change of depth by byte. */
const LEVELS = new Int8Array(256);
for (const byte of Buffer.from('[{')) LEVELS[byte] = 1;
for (const byte of Buffer.from(']}')) LEVELS[byte] = -1;

/**
 * Counts commas, lists and objects of a JSON text, outside of its strings, before it is parsed: parsed values take more time and
 * memory than their text. The text need not be valid.
 *
 * @param exceeds called after each comma and each opened list or object; the scan stops where it returns true
 * @returns the counts where the scan was stopped, or null
 */
export function scanJson(bytes: Uint8Array, exceeds: (counts: JsonCounts) => boolean): JsonCounts | null {
  const counts = { commas: 0, opened: 0, depth: 0 };
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    const level = LEVELS[byte] as number;
    counts.depth += level;
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === COMMA) counts.commas += 1;
    else if (level === 1) counts.opened += 1;
    else continue;
    if (exceeds(counts)) return counts;
  }
  return null;
}

/** Returns the index of the quote that ends a string, or the length of the text where none does. */
function endOfString(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}
