import { createHmac, createSecretKey, hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { GatewayError } from '../errors/gateway-error.ts';
import { isTrail } from './page-trail.ts';
import type { Position } from './position.ts';
import { areShownKeys } from './shown-keys.ts';

/**
 * Encodes positions in lists as the cursors that clients see, and decodes them. A cursor must be URL-safe, and must be valid
 * for one source only: the same field of the API with the same arguments. It holds everything needed to continue the list on
 * any replica with the same secret: the gateway stores none.
 *
 * For every position, `decode(id, encode(id, position))` must equal `position`.
 */
export interface CursorCodec {
  /**
   * Encodes a position.
   *
   * @param sourceId the `id` of the `PageSource` or composite list that the position is in
   * @returns about 80 characters plus AWS's token plus 8 per item shown of the page; 8 kB at most in practice
   */
  encode(sourceId: string, position: Position): string;
  /**
   * Decodes a cursor that a client sent; it may be anything.
   *
   * @throws GatewayError INVALID_CURSOR unless `encode` of a codec with the same secret made it for this `sourceId`
   */
  decode(sourceId: string, cursor: string): Position;
}

/** Characters of a cursor at most. AWS's tokens have a few thousand, shown keys two thousand; a longer one is rejected unread. */
export const MAX_CURSOR_LENGTH = 131_072;

/** Characters of a signature: 96 bits cannot be forged, and 200 of them in one response stay small. */
const SIGNATURE_LENGTH = 16;
/** token . pages . mark . settled . hashes . signature */
const CURSOR = /^([\w-]*)\.((\d{1,6})\.([\w-]*)\.(-?\d{1,6})\.([\w-]*))\.([\w-]{16})$/;

/** A token as cursors hold it, and the key that signs all cursors of its page. */
interface SignedToken {
  readonly encoded: string;
  readonly key: string;
}

/** Characters of the source ids and tokens whose keys are cached: those of the pages that are being encoded at one time. */
const CACHED_CHARACTERS = 100_000;

/**
 * Creates a codec of signed cursors: readable, but a client cannot make or alter one. The signature covers the position and the
 * id of the source.
 *
 * @param secret if empty, a random one is used, and cursors are valid in this process only
 */
export function cursorCodec(secret = ''): CursorCodec {
  // A text would be made a key for each of the signatures, which takes longer than to sign.
  const key = createSecretKey(secret === '' ? randomBytes(32) : Buffer.from(secret));
  // The cursors of one page share their token; those of requests in flight are encoded in turns.
  const pages = new LRUCache<string, SignedToken>({
    max: 100,
    maxSize: CACHED_CHARACTERS,
    sizeCalculation: (_page, name) => name.length,
  });

  let latest: (SignedToken & { readonly sourceId: string; readonly token: string }) | undefined;

  function signedToken(sourceId: string, token: string): SignedToken {
    if (latest?.token !== token || latest.sourceId !== sourceId)
      latest = { sourceId, token, ...pageOf(sourceId, token) };
    return latest;
  }

  function pageOf(sourceId: string, token: string): SignedToken {
    // Ids hold no control characters.
    const name = `${sourceId}\n${token}`;
    const known = pages.get(name);
    if (known) return known;
    const encoded = encodeToken(token);
    const page = { encoded, key: createHmac('sha256', key).update(`${sourceId}\n${encoded}`).digest('base64url') };
    pages.set(name, page);
    return page;
  }

  return {
    // The token comes first: cursors of one page begin alike, and gzip sends a token of 2,000 characters once.
    encode(sourceId, { token, trail: { pages, mark }, shown: { hashes, settled } }) {
      const { encoded, key } = signedToken(sourceId, token ?? '');
      const rest = `${pages}.${mark}.${settled}.${hashes}`;
      return `${encoded}.${rest}.${signatureOf(key, rest)}`;
    },

    decode(sourceId, cursor) {
      if (cursor.length > MAX_CURSOR_LENGTH) throw invalidCursor();
      const [, encoded = '', rest = '', pages, mark = '', settled, hashes = '', signature = ''] =
        CURSOR.exec(cursor) ?? [];
      const token = decodeToken(encoded);
      const expected = signedToken(sourceId, token);
      const isGenuine = isEqual(`${encoded}.${signature}`, `${expected.encoded}.${signatureOf(expected.key, rest)}`);
      const trail = { pages: Number(pages), mark };
      const shown = { hashes, settled: Number(settled) };
      if (!isGenuine || !isTrail(trail.pages, mark) || !areShownKeys(hashes, shown.settled)) throw invalidCursor();
      return { token: token === '' ? null : token, shown, trail };
    },
  };
}

/** Signs with a plain hash: the key is as long as a hash and the signature is truncated, so length extension is impossible. */
function signatureOf(key: string, text: string): string {
  return hash('sha256', `${key}.${text}`, 'base64url').slice(0, SIGNATURE_LENGTH);
}

/** Compares in constant time. */
function isEqual(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Encodes a token as URL-safe text. A URL-safe token is left as it is: base64 would make it a third longer. */
function encodeToken(token: string): string {
  if (token === '') return '';
  return /^[\w-]+$/.test(token) ? `r${token}` : `b${Buffer.from(token).toString('base64url')}`;
}

function decodeToken(encoded: string): string {
  return encoded.startsWith('r') ? encoded.slice(1) : Buffer.from(encoded.slice(1), 'base64url').toString();
}

export function invalidCursor(): GatewayError {
  return new GatewayError('INVALID_CURSOR', 'This cursor does not belong to this list and its arguments.');
}
