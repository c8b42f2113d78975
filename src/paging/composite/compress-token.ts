import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Characters below which a token is not compressed: most are short, and would not become shorter. */
const MIN_LENGTH = 1_000;
/** Bytes that a decompressed token may have: thousands of ranges. A longer one is rejected. */
const MAX_LENGTH = 4 * 1_048_576;
/** First character of a compressed token; no other begins with it. */
const MARK = 'z';

// The cursors of one page are encoded one after the other, and most share one token.
let latest = { text: '', compressed: '' };

/** Compresses a long token, whose names repeat, to URL-safe text; a short one is returned as it is. */
export function compress(text: string): string {
  if (text.length < MIN_LENGTH) return text;
  if (latest.text !== text) latest = { text, compressed: MARK + deflateRawSync(text).toString('base64url') };
  return latest.compressed.length < text.length ? latest.compressed : text;
}

/** Returns the text of a token: empty if it is damaged, or as it is if it was not compressed. */
export function decompress(token: string): string {
  if (!token.startsWith(MARK)) return token;
  try {
    const bytes = Buffer.from(token.slice(MARK.length), 'base64url');
    return inflateRawSync(bytes, { maxOutputLength: MAX_LENGTH }).toString();
  } catch {
    return '';
  }
}
