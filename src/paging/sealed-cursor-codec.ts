import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { type CursorCodec, invalidCursor, MAX_LENGTH } from './cursor-codec.ts';
import { parseToken } from './parse-token.ts';
import { areShownKeys, isTrail, type Position } from './position.ts';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** How long a position is tells of the names in it: it is filled up to a multiple of this. */
const BLOCK_BYTES = 128;

/**
 * Cursors that nobody but the gateway can read: for callers who may not know what else a list holds. A position names
 * fleets, pools and tokens of AWS's. No two cursors are alike, not even of one place,
 * so that they do not say whether two items stood on one page; and so they do not compress.
 *
 * @param secret without one the key is this process's own, and cursors end with it
 */
export function sealedCursorCodec(secret = ''): CursorCodec {
  const key = secret === '' ? randomBytes(KEY_BYTES) : derived(secret);
  return {
    encode(sourceId, { token, shown: { hashes, settled }, trail: { pages, mark } }) {
      const text = JSON.stringify([token, hashes, settled, pages, mark]);
      const length = Math.ceil((Buffer.byteLength(text) + 1) / BLOCK_BYTES) * BLOCK_BYTES;
      const plain = Buffer.alloc(length, ' ');
      plain.write(text);
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(sourceId));
      return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString('base64url');
    },
    decode(sourceId, cursor) {
      if (cursor.length > MAX_LENGTH) throw invalidCursor();
      const sealed = Buffer.from(cursor, 'base64url');
      // Another spelling of the same bytes is none of ours.
      if (sealed.toString('base64url') !== cursor) throw invalidCursor();
      const [token, hashes, settled, pages, mark] = parseToken(open(sealed, sourceId), isPosition);
      return { token, shown: { hashes, settled }, trail: { pages, mark } };
    },
  };

  function open(sealed: Buffer, sourceId: string): string {
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
}

function derived(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'session-gateway sealed cursors', KEY_BYTES));
}

type Sealed = [token: Position['token'], hashes: string, settled: number, pages: number, mark: string];

function isPosition(value: unknown): value is Sealed {
  if (!Array.isArray(value)) return false;
  const [token, hashes, settled, pages, mark] = value as unknown[];
  const isToken = token === null || typeof token === 'string';
  return isToken && areShownKeys(hashes, settled) && isTrail(pages, mark);
}
