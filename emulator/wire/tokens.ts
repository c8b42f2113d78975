import { createHash, createHmac, randomBytes } from 'node:crypto';

/** The verified content of a NextToken. */
export interface TokenContent {
  /** Rank of the item after which the page begins; see `ListOrder`. */
  readonly behind: number;
  /** Number of pages before this one, for the quirk `emptyPageEvery`. */
  readonly pageNumber: number;
}

/**
 * Issues and verifies NextTokens: opaque, bound to one request, with a lifetime. Stateless: a token contains position,
 * time of issue and an HMAC over both and the request.
 */
export interface Tokens {
  /** @param length minimum length in characters */
  make(request: string, content: TokenContent, now: number, length: number): string;
  /** Undefined for a token that is forged, issued for another request, or older than `lifetime` milliseconds. */
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

/** Incompressible padding, like AWS's own tokens: a chain of hashes. */
function padding(seed: string, length: number): string {
  let padded = '';
  for (let link = seed; padded.length < length; ) {
    link = createHash('sha256').update(link).digest('base64url');
    padded += link;
  }
  return padded.slice(0, Math.max(0, length));
}
