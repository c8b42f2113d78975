import { hash } from 'node:crypto';
import { errors, type JWTVerifyOptions, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { Caller } from '../../schema/access/access.ts';
import type { Authenticator } from './authenticator.ts';
import { type ClaimNames, callerFrom, isMeantFor } from './claims.ts';
import type { SigningKeys } from './signing-keys.ts';

/** Rules of accepted tokens. */
export interface TokenRules extends ClaimNames {
  readonly issuer: string;
  /** Accepted audiences; a token needs one of them. */
  readonly audiences: readonly string[];
  /** Claim of the audience: `aud`, or an issuer's own. */
  readonly audienceClaim: string;
  readonly algorithms: readonly string[];
  /** Tolerated clock skew between issuer and gateway. Seconds. */
  readonly clockSkewS: number;
}

/** Verified token, cached because verification takes longer than most queries. */
interface Accepted {
  readonly caller: Caller;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** Version of the signing keys that verified the token; with another version it is verified again. */
  readonly keysVersion: number;
}

/** `b64token` of RFC 6750. */
const BEARER = /^Bearer +([\w.~+/-]+=*) *$/i;
const MAX_ACCEPTED = 10_000;

export function bearerTokens(rules: TokenRules, keys: SigningKeys): Authenticator {
  // With `max`, memory for all entries would be allocated now.
  const accepted = new LRUCache<string, Accepted>({ maxSize: MAX_ACCEPTED, sizeCalculation: () => 1 });
  const options: JWTVerifyOptions = {
    issuer: rules.issuer,
    algorithms: [...rules.algorithms] as never,
    clockTolerance: rules.clockSkewS,
    requiredClaims: ['exp'],
  };

  async function verify(token: string, name: string, renewal: Promise<void> | undefined): Promise<Caller> {
    await renewal;
    const { payload } = await jwtVerify(token, keys.find, options).catch(rejectToken);
    if (!isMeantFor(payload, rules)) throw unauthenticated('The token is for another audience.');
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
      // Cached by digest, so that a memory dump holds no usable token.
      const name = hash('sha256', token, 'base64');
      const known = renewal ? undefined : accepted.get(name);
      if (known && known.keysVersion === keys.version && Date.now() < known.expiresAt) return known.caller;
      return verify(token, name, renewal);
    },
  };
}

function missing(authorization = ''): string {
  if (/^Bearer\b/i.test(authorization)) return 'The Authorization header holds no token.';
  return 'Authentication is required: send a token as `Authorization: Bearer`.';
}

const CLAIM_FAULTS: Readonly<Record<string, string>> = {
  nbf: 'The token is not valid yet.',
  iss: 'The token was issued by another issuer.',
};

/** Names a faulty claim only where the signature is valid. */
function rejectToken(error: unknown): never {
  // The signing keys could not be read.
  if (error instanceof GatewayError) throw error;
  if (error instanceof errors.JWTExpired) throw unauthenticated('The token has expired.', error);
  if (error instanceof errors.JWTClaimValidationFailed) {
    throw unauthenticated(
      CLAIM_FAULTS[error.claim] ?? `The claim ${error.claim} of the token is missing or invalid.`,
      error,
    );
  }
  throw unauthenticated('The token is invalid.', error);
}

function unauthenticated(message: string, cause?: unknown): GatewayError {
  return new GatewayError('UNAUTHENTICATED', message, undefined, { cause });
}
