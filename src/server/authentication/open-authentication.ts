import type { Config } from '../../config/config.ts';
import type { Log } from '../../log/log.ts';
import { type Authenticator, noAuthentication } from './authenticator.ts';

/**
 * Creates the configured authenticator. The library of tokens is loaded only if callers have tokens.
 *
 * @throws ConfigError for a file of keys that cannot be read, or has a key that cannot be used
 */
export async function openAuthentication(config: Config, log: Log): Promise<Authenticator> {
  if (config.auth === 'none') return noAuthentication;
  const { openTokens } = await import('./open-tokens.ts');
  return openTokens(config, log);
}
