import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { type CursorCodec, invalidCursor, MAX_CURSOR_LENGTH } from './cursor-codec.ts';
import { isTrail } from './page-trail.ts';
import { parseToken } from './parse-token.ts';
import type { Position } from './position.ts';
import { areShownKeys } from './shown-keys.ts';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Positions are padded to a multiple of this, because their length reveals the length of names in them. */
const BLOCK_BYTES = 128;

/**
 * Creates a codec of encrypted cursors, for self-scoped callers: a position names fleets, pools and AWS tokens that they may
 * not see. Two cursors of one position differ, so that they do not reveal which items are on one page; nor do they compress.
 *
 * @param secret if empty, a random key is used, and cursors are valid in this process only
 */
export function sealedCursorCodec(secret = ''): CursorCodec {
  const key = secret === '' ? randomBytes(KEY_BYTES) : deriveKey(secret);
  return {
    encode: (sourceId, position) => seal(key, sourceId, pad(encodePosition(position))).toString('base64url'),
    decode(sourceId, cursor) {
      if (cursor.length > MAX_CURSOR_LENGTH) throw invalidCursor();
      const sealed = Buffer.from(cursor, 'base64url');
      // Only one spelling of the bytes is valid.
      if (sealed.toString('base64url') !== cursor) throw invalidCursor();
      return decodePosition(unseal(key, sourceId, sealed));
    },
  };
}

function deriveKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'session-gateway sealed cursors', KEY_BYTES));
}

function pad(text: string): Buffer {
  const padded = Buffer.alloc(Math.ceil((Buffer.byteLength(text) + 1) / BLOCK_BYTES) * BLOCK_BYTES, ' ');
  padded.write(text);
  return padded;
}

/** @returns initialization vector, ciphertext, authentication tag */
function seal(key: Buffer, sourceId: string, plain: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(sourceId));
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function unseal(key: Buffer, sourceId: string, sealed: Buffer): string {
  if (sealed.length < IV_BYTES + TAG_BYTES) throw invalidCursor();
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(sourceId))
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    const plain = decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES));
    return Buffer.concat([plain, decipher.final()]).toString();
  } catch {
    throw invalidCursor();
  }
}

type EncodedPosition = [token: string | null, hashes: string, settled: number, pages: number, mark: string];

function encodePosition({ token, shown: { hashes, settled }, trail: { pages, mark } }: Position): string {
  return JSON.stringify([token, hashes, settled, pages, mark] satisfies EncodedPosition);
}

function decodePosition(text: string): Position {
  const [token, hashes, settled, pages, mark] = parseToken(text, isEncodedPosition);
  return { token, shown: { hashes, settled }, trail: { pages, mark } };
}

function isEncodedPosition(value: unknown): value is EncodedPosition {
  if (!Array.isArray(value)) return false;
  const [token, hashes, settled, pages, mark] = value as unknown[];
  const isToken = token === null || typeof token === 'string';
  return isToken && areShownKeys(hashes, settled) && isTrail(pages, mark);
}
