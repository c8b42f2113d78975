import { createHash, createHmac, randomBytes } from 'node:crypto';

/** Where a NextToken leads, once it has been found to be genuine. */
export interface TokenContent {
  /** The index in the list at which the next page begins. */
  readonly offset: number;
  /** Whether the page before was an empty one: the habit `emptyPageEvery` counts pages. */
  readonly pageNumber: number;
}

/**
 * NextTokens as AWS's are to a client: opaque, good for one request only, and for a while. Nothing is kept: a token
 * carries where it leads, when it was made and a tag over both and over the request it belongs to.
 */
export interface Tokens {
  /** @param length at least so many characters */
  make(request: string, content: TokenContent, now: number, length: number): string;
  /** Undefined for a token that is forged, of another request, or older than `lifetime` milliseconds. */
  read(request: string, token: string, now: number, lifetime: number): TokenContent | undefined;
}

export function createTokens(): Tokens {
  const secret = randomBytes(16);
  const tag = (request: string, body: string) =>
    createHmac('sha256', secret).update(`${request}\n${body}`).digest('base64url').slice(0, 22);

  return {
    make(request, { offset, pageNumber }, now, length) {
      const body = Buffer.from(`${offset}/${pageNumber}/${now}`).toString('base64url');
      const short = `${body}.${tag(request, body)}.`;
      return short + padding(short, length - short.length);
    },
    read(request, token, now, lifetime) {
      const [body = '', given] = token.split('.');
      if (given !== tag(request, body)) return undefined;
      const [offset = 0, pageNumber = 0, madeAt = 0] = Buffer.from(body, 'base64url').toString().split('/').map(Number);
      return now - madeAt > lifetime ? undefined : { offset, pageNumber };
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
