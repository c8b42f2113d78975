import { type Config, cannotUse } from '../../config.ts';
import type { Log } from '../../log.ts';
import { type Authenticator, bearerTokens, openToAll } from './authenticate.ts';
import { keySource, signingKeys } from './signing-keys.ts';

/**
 * Who callers are, as it is configured. A file of keys has to be there; a URL may answer later: until then nobody is ready.
 *
 * @throws ConfigError for a file that cannot be read
 */
export async function openAuthentication(config: Config, log: Log): Promise<Authenticator> {
  if (config.auth === 'none') return openToAll;
  const keys = signingKeys(keySource(config.jwtJwks), log);
  const isFile = !/^https?:/i.test(config.jwtJwks);
  if (isFile) {
    await keys.load().catch(() => {
      throw cannotUse('jwtJwks', config.jwtJwks);
    });
  }
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
