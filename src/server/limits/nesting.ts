/** How deep a body may nest: a request is three levels, and what its variables may be is told more exactly later. */
export const MAX_BODY_DEPTH = 100;

/** What is smaller than this is parsed in no time, however deep. Bytes. */
const SMALL = 4_096;

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('"\\[]{}');

/** Whether JSON nests deeper than anything that is meant. A mebibyte of brackets is scanned in a fiftieth of the time that it takes to parse. */
export function nestsTooDeep(bytes: Uint8Array): boolean {
  if (bytes.length < SMALL) return false;
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (isQuoted) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) isQuoted = false;
    } else if (byte === QUOTE) isQuoted = true;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      depth += 1;
      if (depth > MAX_BODY_DEPTH) return true;
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
  }
  return false;
}
