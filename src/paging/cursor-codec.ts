import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { GatewayError } from '../errors/gateway-error.ts';
import { areShownKeys, isTrail, type Position } from './position.ts';

/**
 * Positions as opaque, URL-safe strings and back. A cursor carries a tag over its position *and* the list it belongs
 * to, so one that is altered, or used with another field or other arguments, is refused instead of read.
 */
export interface CursorCodec {
  encode(sourceId: string, position: Position): string;
  /** @throws GatewayError INVALID_CURSOR for anything that `encode` did not make for this very list. */
  decode(sourceId: string, cursor: string): Position;
}

/** 96 bits: a forged tag is out of reach, and 200 of them in one answer stay small. */
const TAG_LENGTH = 16;
/** Longer than any cursor of ours: AWS's tokens have a few thousand characters, what was shown has two thousand. */
export const MAX_LENGTH = 131_072;
const CURSOR = /^([\w-]*)\.((\d{1,6})\.([\w-]*)\.(-?\d{1,6})\.([\w-]*))\.([\w-]{16})$/;

/** A token as it stands in cursors, and the key of the tags of all cursors into its page. */
interface PageKey {
  readonly sourceId: string;
  readonly token: string;
  readonly encoded: string;
  readonly key: string;
}

/**
 * Signed cursors: nobody else can make them.
 *
 * @param secret without one the key is this process's own, and cursors end with it
 */
export function cursorCodec(secret = ''): CursorCodec {
  const key = secret === '' ? randomBytes(32) : secret;
  // The cursors of one page are made one after the other, and share all but what was shown.
  let latest: PageKey | undefined;

  function pageKey(sourceId: string, token: string): PageKey {
    if (latest?.token === token && latest.sourceId === sourceId) return latest;
    const encoded = encodeToken(token);
    const own = createHmac('sha256', key).update(`${sourceId}\n${encoded}`).digest('base64url');
    latest = { sourceId, token, encoded, key: own };
    return latest;
  }

  // The key is as long as a hash and the tag is cut, so a plain hash over both cannot be continued by others.
  const tagOf = (key: string, place: string) => hash('sha256', `${key}.${place}`, 'base64url').slice(0, TAG_LENGTH);

  return {
    // The token comes first: cursors of one page then begin alike, and gzip sends a token of 2,000 characters once.
    encode(sourceId, { token, trail: { pages, mark }, shown: { hashes, settled } }) {
      const { encoded, key } = pageKey(sourceId, token ?? '');
      const place = `${pages}.${mark}.${settled}.${hashes}`;
      return `${encoded}.${place}.${tagOf(key, place)}`;
    },

    decode(sourceId, cursor) {
      if (cursor.length > MAX_LENGTH) throw invalidCursor();
      const [, encoded = '', place = '', pages, mark = '', settled, hashes = '', tag = ''] = CURSOR.exec(cursor) ?? [];
      const token = decodeToken(encoded);
      const page = pageKey(sourceId, token);
      const genuine = Buffer.from(`${page.encoded}.${tagOf(page.key, place)}`);
      const given = Buffer.from(`${encoded}.${tag}`);
      const isGenuine = given.length === genuine.length && timingSafeEqual(given, genuine);
      const [trail, shown] = [
        { pages: Number(pages), mark },
        { hashes, settled: Number(settled) },
      ];
      if (!isGenuine || !isTrail(trail.pages, mark) || !areShownKeys(hashes, shown.settled)) throw invalidCursor();
      return { token: token === '' ? null : token, shown, trail };
    },
  };
}

/** A token that is URL-safe stands in a cursor as it is: base64 would make it a third longer. */
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
