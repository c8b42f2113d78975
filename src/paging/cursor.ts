import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { GatewayError } from '../errors.ts';

/** A place between two items of a list: `offset` items into the page that begins at `token` (null: the first page). */
export interface Position {
  readonly token: string | null;
  readonly offset: number;
}

export const START: Position = { token: null, offset: 0 };

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
const CURSOR = /^([\w-]*)\.(\d{1,6})\.([\w-]{16})$/;

/** A token as it stands in cursors, and the key of the tags of all cursors into its page. */
interface PageKey {
  readonly sourceId: string;
  readonly token: string;
  readonly encoded: string;
  readonly key: string;
}

/**
 * @param secret with one, cursors are signed: nobody else can make them. Without one the tag still finds every
 * accident, but whoever reads this file can make a cursor (and gains nothing: AWS checks its own token).
 */
export function cursorCodec(secret = ''): CursorCodec {
  // The cursors of one page are made one after the other, and share all but their offset.
  let latest: PageKey | undefined;

  function pageKey(sourceId: string, token: string): PageKey {
    if (latest?.token === token && latest.sourceId === sourceId) return latest;
    const encoded = Buffer.from(token).toString('base64url');
    const key = createHmac('sha256', secret).update(`${sourceId}\n${encoded}`).digest('base64url');
    latest = { sourceId, token, encoded, key };
    return latest;
  }

  // The key is as long as a hash and the tag is cut, so a plain hash over both cannot be continued by others.
  const tagOf = (key: string, offset: string) => hash('sha256', `${key}.${offset}`, 'base64url').slice(0, TAG_LENGTH);

  return {
    // The token comes first: cursors of one page then begin alike, and gzip sends a token of 2,000 characters once.
    encode(sourceId, { token, offset }) {
      const { encoded, key } = pageKey(sourceId, token ?? '');
      return `${encoded}.${offset}.${tagOf(key, String(offset))}`;
    },

    decode(sourceId, cursor) {
      const [, encoded = '', offset = '', tag = ''] = CURSOR.exec(cursor) ?? [];
      const token = Buffer.from(encoded, 'base64url').toString();
      const page = pageKey(sourceId, token);
      const genuine = Buffer.from(`${page.encoded}.${tagOf(page.key, offset)}`);
      const given = Buffer.from(`${encoded}.${tag}`);
      if (given.length !== genuine.length || !timingSafeEqual(given, genuine)) {
        throw invalidCursor();
      }
      return { token: token === '' ? null : token, offset: Number(offset) };
    },
  };
}

export function invalidCursor(): GatewayError {
  return new GatewayError('INVALID_CURSOR', 'This cursor does not belong to this list and its arguments.');
}
