import { ServiceError } from '../service-error.ts';

/** Who calls, and where: all that the emulator needs of a SigV4 signature. */
export interface Caller {
  readonly accessKeyId: string;
  readonly region: string;
  /** The signing name: `appstream`, `ssm`, `workspaces`, `sts`. */
  readonly service: string;
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([\w-]+)\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request, ?SignedHeaders=[\w;-]+, ?Signature=[0-9a-f]{64}$/;

/**
 * Reads the `Authorization` header. Its form is checked as AWS does; the signature itself is not, because the emulator
 * takes any secret.
 */
export function readSignature(authorization: string | undefined): Caller {
  if (!authorization) {
    throw new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  const [, accessKeyId, , region, service] = AUTHORIZATION.exec(authorization) ?? [];
  if (!accessKeyId || !region || !service) {
    throw new ServiceError('IncompleteSignatureException', 'Authorization header is not a valid AWS4-HMAC-SHA256 one.');
  }
  return { accessKeyId, region, service };
}
