import { hash } from 'node:crypto';
import { errors, type JWTVerifyOptions, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { GatewayError } from '../../errors/gateway-error.ts';
import { ANYBODY, type Caller } from '../../schema/access/access.ts';
import { type ClaimNames, callerFrom, isMeantFor } from './claims.ts';
import type { SigningKeys } from './signing-keys.ts';

/** Says who sends a request. */
export interface Authenticator {
  /** Resolves once callers can be told apart. */
  ready(): Promise<void>;
  /**
   * At once where that is known: most requests of a client carry the same token.
   *
   * @param authorization the header
   * @returns rejects with a GatewayError: UNAUTHENTICATED, or UPSTREAM_UNAVAILABLE where nobody can be told apart for the moment
   */
  callerOf(authorization: string | undefined): Caller | Promise<Caller>;
}

/** Nobody is asked who they are. */
export const noAuthentication: Authenticator = { ready: async () => {}, callerOf: () => ANYBODY };

/** Which tokens are accepted. */
export interface TokenRules extends ClaimNames {
  readonly issuer: string;
  /** One of them. */
  readonly audiences: readonly string[];
  /** `aud`, or what an issuer uses in its place. */
  readonly audienceClaim: string;
  readonly algorithms: readonly string[];
  /** How far the clocks of issuer and gateway may be apart. Seconds. */
  readonly clockSkewS: number;
}

/** A token that was verified, and is not again: that takes longer than most queries. */
interface Accepted {
  readonly caller: Caller;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** The keys it was verified with: with others it may not be. */
  readonly keysVersion: number;
}

/** What RFC 6750 calls a b64token. */
const BEARER = /^Bearer +([\w.~+/-]+=*) *$/i;
const MAX_ACCEPTED = 10_000;

export function bearerTokens(rules: TokenRules, keys: SigningKeys): Authenticator {
  const accepted = new LRUCache<string, Accepted>({ max: MAX_ACCEPTED });
  const options: JWTVerifyOptions = {
    issuer: rules.issuer,
    algorithms: [...rules.algorithms] as never,
    clockTolerance: rules.clockSkewS,
    requiredClaims: ['exp'],
  };

  async function verify(token: string, name: string, renewal: Promise<void> | undefined): Promise<Caller> {
    await renewal;
    const { payload } = await jwtVerify(token, keys.find, options).catch(refuseToken);
    if (!isMeantFor(payload, rules)) throw unauthenticated('The token is meant for another audience.');
    const caller = callerFrom(payload, rules);
    const expiresAt = ((payload.exp ?? 0) + rules.clockSkewS) * 1000;
    accepted.set(name, { caller, expiresAt, keysVersion: keys.version });
    return caller;
  }

  return {
    ready: keys.untilKnown,
    callerOf(authorization) {
      const [, token] = BEARER.exec(authorization ?? '') ?? [];
      if (token === undefined) return Promise.reject(unauthenticated(missing(authorization)));
      const renewal = keys.renew();
      // By its digest: what is kept is no use to whoever gets to see it.
      const name = hash('sha256', token, 'base64');
      const known = renewal ? undefined : accepted.get(name);
      if (known && known.keysVersion === keys.version && Date.now() < known.expiresAt) return known.caller;
      return verify(token, name, renewal);
    },
  };
}

function missing(authorization = ''): string {
  if (/^Bearer\b/i.test(authorization)) return 'The Authorization header holds no token.';
  return 'Say who you are: send a token as `Authorization: Bearer`.';
}

const CLAIM_FAULTS: Readonly<Record<string, string>> = {
  nbf: 'The token is not valid yet.',
  iss: 'The token is of another issuer.',
};

/** Claims are only spoken of when the signature is right: to others it is no token at all. */
function refuseToken(error: unknown): never {
  // The keys could not be had.
  if (error instanceof GatewayError) throw error;
  if (error instanceof errors.JWTExpired) throw unauthenticated('The token has expired.', error);
  if (error instanceof errors.JWTClaimValidationFailed) {
    throw unauthenticated(
      CLAIM_FAULTS[error.claim] ?? `The token lacks ${error.claim}, or it is not as it must be.`,
      error,
    );
  }
  throw unauthenticated('The token is not one that this gateway can trust.', error);
}

function unauthenticated(message: string, cause?: unknown): GatewayError {
  return new GatewayError('UNAUTHENTICATED', message, undefined, { cause });
}
