import { createHmac, timingSafeEqual } from 'node:crypto';
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
const TAG_BYTES = 12;
const CURSOR = /^([\w-]*)\.(\d{1,6})\.([\w-]{16})$/;

/**
 * @param secret with one, cursors are signed: nobody else can make them. Without one the tag still finds every
 * accident, but whoever reads this file can make a cursor (and gains nothing: AWS checks its own token).
 */
export function cursorCodec(secret = ''): CursorCodec {
  function tagOf(sourceId: string, body: string): Buffer {
    return createHmac('sha256', secret).update(`${sourceId}\n${body}`).digest().subarray(0, TAG_BYTES);
  }

  return {
    // The token comes first: cursors of one page then begin alike, and gzip sends a token of 2,000 characters once.
    encode(sourceId, { token, offset }) {
      const body = `${Buffer.from(token ?? '').toString('base64url')}.${offset}`;
      return `${body}.${tagOf(sourceId, body).toString('base64url')}`;
    },

    decode(sourceId, cursor) {
      const [, token = '', offset = '', tag = ''] = CURSOR.exec(cursor) ?? [];
      const genuine = tagOf(sourceId, `${token}.${offset}`);
      const given = Buffer.from(tag, 'base64url');
      if (given.length !== genuine.length || !timingSafeEqual(given, genuine)) {
        throw new GatewayError('INVALID_CURSOR', 'This cursor does not belong to this list and its arguments.');
      }
      return { token: token === '' ? null : Buffer.from(token, 'base64url').toString(), offset: Number(offset) };
    },
  };
}
