import { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { ClientConfig } from './aws-config.ts';

type CredentialProvider = ReturnType<typeof fromIni>;

/**
 * Credentials of a profile, or of the SDK's default chain where none is named. SSO and STS are asked for them by our own
 * request handler: the SDK's does not use proxies, and reads answers without bounds.
 *
 * @param region of the STS that is asked, where the profile names none
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
