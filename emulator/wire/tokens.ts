import { createHash, createHmac, randomBytes } from 'node:crypto';

/** Where a NextToken leads, once it has been found to be genuine. */
export interface TokenContent {
  /** The rank of the item behind which the next page begins. */
  readonly behind: number;
  /** How many pages came before: the quirk `emptyPageEvery` counts them. */
  readonly pageNumber: number;
}

/**
 * NextTokens as AWS's are to a client: opaque, good for one request only, and for a while. Nothing is kept: a token
 * carries where it leads, when it was made and a tag over all of it and over the request it belongs to.
 */
export interface Tokens {
  /** @param length at least so many characters */
  make(request: string, content: TokenContent, now: number, length: number): string;
  /** Undefined for a token that is forged, of another request, or older than `lifetime` milliseconds. */
  read(request: string, token: string, now: number, lifetime: number): TokenContent | undefined;
}

const TAG_LENGTH = 22;

export function createTokens(): Tokens {
  const secret = randomBytes(16);
  const tag = (request: string, padded: string) =>
    createHmac('sha256', secret).update(`${request}\n${padded}`).digest('base64url').slice(0, TAG_LENGTH);

  return {
    make(request, { behind, pageNumber }, now, length) {
      const body = Buffer.from(`${behind}/${pageNumber}/${now}`).toString('base64url');
      const padded = `${body}.${padding(body, length - body.length - TAG_LENGTH - 2)}`;
      return `${padded}.${tag(request, padded)}`;
    },
    read(request, token, now, lifetime) {
      const end = token.lastIndexOf('.');
      const padded = token.slice(0, Math.max(0, end));
      if (token.slice(end + 1) !== tag(request, padded)) return undefined;
      const [body = ''] = padded.split('.');
      const [behind = 0, pageNumber = 0, madeAt = 0] = Buffer.from(body, 'base64url').toString().split('/').map(Number);
      return now - madeAt > lifetime ? undefined : { behind, pageNumber };
    },
  };
}

/** As hard to compress as AWS's own tokens: a chain of hashes. */
function padding(seed: string, length: number): string {
  let padded = '';
  for (let link = seed; padded.length < length; ) {
    link = createHash('sha256').update(link).digest('base64url');
    padded += link;
  }
  return padded.slice(0, Math.max(0, length));
}
