import { type Config, cannotUse } from '../../config/config.ts';
import { proxiesOf } from '../../config/proxies.ts';
import type { Log } from '../../log/log.ts';
import type { Authenticator } from './authenticator.ts';
import { bearerTokens } from './bearer-tokens.ts';
import { checkKeySet } from './check-key-set.ts';
import { type KeySource, keySource, signingKeys } from './signing-keys.ts';

/**
 * Creates the authenticator of `GATEWAY_AUTH=jwt`. A file of keys must be readable at the start; a URL may answer later, and the
 * gateway is not ready until then.
 *
 * @throws ConfigError for a file that cannot be read, or has a key that cannot be used
 */
export async function openTokens(config: Config, log: Log): Promise<Authenticator> {
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
    checkKeySet(await read());
  } catch (error) {
    throw cannotUse('jwtJwks', path, isUnreadable(error) ? undefined : 'it holds no valid JSON Web Key Set');
  }
}

/** Recognises errors of the file system: they name a system call. */
function isUnreadable(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
