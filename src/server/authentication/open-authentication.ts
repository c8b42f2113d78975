import { createLocalJWKSet } from 'jose';
import { type Config, cannotUse } from '../../config/config.ts';
import { proxiesOf } from '../../config/proxies.ts';
import type { Log } from '../../log/log.ts';
import { type Authenticator, bearerTokens, noAuthentication } from './authenticator.ts';
import { type KeySource, keySource, signingKeys } from './signing-keys.ts';

/**
 * Creates the configured authenticator. A file of keys must be readable at the start; a URL may answer later, and the gateway
 * is not ready until then.
 *
 * @throws ConfigError for a file that cannot be read
 */
export async function openAuthentication(config: Config, log: Log): Promise<Authenticator> {
  if (config.auth === 'none') return noAuthentication;
  const source = keySource(config.jwtJwks, undefined, proxiesOf(config));
  const isFile = !/^https?:/i.test(config.jwtJwks);
  if (isFile) await checkKeys(source, config.jwtJwks);
  const keys = signingKeys(source, log);
  if (isFile) await keys.load();
  return bearerTokens(
    {
      issuer: config.jwtIssuer,
      audiences: config.jwtAudience,
      audienceClaim: config.jwtAudienceClaim,
      algorithms: config.jwtAlgorithms,
      clockSkewS: config.jwtClockSkewS,
      userClaim: config.jwtUserClaim,
      scopesClaims: config.jwtScopesClaim,
      scopePrefix: config.jwtScopePrefix,
    },
    keys,
  );
}

/** Reads the keys before anything is logged, so that a failed start prints one line. */
async function checkKeys({ read }: KeySource, path: string): Promise<void> {
  try {
    createLocalJWKSet(await read());
  } catch {
    throw cannotUse('jwtJwks', path);
  }
}
