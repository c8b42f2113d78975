import { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { ClientConfig } from './aws-config.ts';

type CredentialProvider = ReturnType<typeof fromIni>;

/**
 * Creates a credentials provider: of a profile, or the SDK's default chain without one. SSO and STS are called through the
 * gateway's request handler: the SDK's does not use proxies, and reads answers without limits.
 *
 * @param region of STS, if the profile has none
 */
export function credentialChain(
  { requestHandler }: Pick<ClientConfig, 'requestHandler'>,
  profile: string | undefined,
  region: string | undefined,
): CredentialProvider {
  const parentClientConfig = { requestHandler, ...(region !== undefined && { region }) };
  // The SSO client takes its handler from `clientConfig` only, those of STS from either.
  const init = { clientConfig: { requestHandler }, parentClientConfig };
  return profile === undefined ? fromNodeProviderChain(init) : fromIni({ ...init, profile });
}
