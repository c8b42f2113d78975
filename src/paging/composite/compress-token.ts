import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** What is shorter than this is no shorter for being packed; most positions are. */
const MIN_LENGTH = 1_000;
/** What a packed text may become: thousands of stretches. */
const MAX_LENGTH = 4 * 1_048_576;
const MARK = 'z';

// The cursors of one page are made one after the other, and most have one text.
let latest = { text: '', packed: '' };

/** A long text made short, and URL-safe: the names in it repeat. */
export function pack(text: string): string {
  if (text.length < MIN_LENGTH) return text;
  if (latest.text !== text) latest = { text, packed: MARK + deflateRawSync(text).toString('base64url') };
  return latest.packed.length < text.length ? latest.packed : text;
}

/** The text that was packed; what is no such text comes back as it is, or empty. */
export function unpack(packed: string): string {
  if (!packed.startsWith(MARK)) return packed;
  try {
    const bytes = Buffer.from(packed.slice(MARK.length), 'base64url');
    return inflateRawSync(bytes, { maxOutputLength: MAX_LENGTH }).toString();
  } catch {
    return '';
  }
}
