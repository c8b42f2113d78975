import { ServiceError } from './service-error.ts';
import { type KeyOwner, secretOf, sessionTokenOf } from './sts/credentials.ts';
import type { Signature } from './wire/signature.ts';
import { signatureOf, type WireRequest } from './wire/sigv4.ts';

/**
 * Authenticates a call as AWS does. Credentials issued by AssumeRole need their session token, an unexpired key and a
 * valid signature. Access keys that the emulator did not issue are accepted with any secret.
 *
 * @throws ServiceError InvalidSignatureException, UnrecognizedClientException, ExpiredTokenException
 */
export function checkCaller(
  request: WireRequest,
  signature: Signature,
  { service, owner, now }: { service: string; owner: KeyOwner; now: number },
): void {
  if (signature.service !== service) throw invalid(`Credential should be scoped to correct service: '${service}'.`);
  if (!owner.expiresAt) return;
  const { accessKeyId, value } = signature;
  if (request.headers['x-amz-security-token'] !== sessionTokenOf(accessKeyId)) {
    throw new ServiceError('UnrecognizedClientException', 'The security token included in the request is invalid.');
  }
  if (owner.expiresAt.getTime() <= now) {
    throw new ServiceError('ExpiredTokenException', 'The security token included in the request is expired');
  }
  if (value !== signatureOf(request, signature, secretOf(accessKeyId))) {
    throw invalid(
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  }
}

const invalid = (message: string) => new ServiceError('InvalidSignatureException', message);
