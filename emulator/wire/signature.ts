import type { IncomingHttpHeaders } from 'node:http';
import { ServiceError } from '../service-error.ts';
import type { SignedParts } from './sigv4.ts';

/** A SigV4 signature, parsed from the headers of a request. */
export interface Signature extends SignedParts {
  readonly accessKeyId: string;
  readonly value: string;
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([\w-]+)\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})$/;

/**
 * Parses the headers `Authorization` and `X-Amz-Date`. Validates their form only; `checkCaller` verifies the signature.
 *
 * @throws ServiceError MissingAuthenticationTokenException, IncompleteSignatureException, InvalidSignatureException
 */
export function readSignature(headers: IncomingHttpHeaders): Signature {
  const { authorization } = headers;
  if (!authorization) {
    throw new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  const [, accessKeyId, day, region, service, signedHeaders, value] = AUTHORIZATION.exec(authorization) ?? [];
  if (!accessKeyId || !day || !region || !service || !signedHeaders || !value) {
    throw new ServiceError('IncompleteSignatureException', 'Authorization header is not a valid AWS4-HMAC-SHA256 one.');
  }
  const time = String(headers['x-amz-date'] ?? '');
  if (!/^\d{8}T\d{6}Z$/.test(time)) {
    throw new ServiceError(
      'IncompleteSignatureException',
      `Authorization header requires a valid 'X-Amz-Date' header.`,
    );
  }
  if (!time.startsWith(day)) {
    throw new ServiceError(
      'InvalidSignatureException',
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${time.slice(0, 8)}'.`,
    );
  }
  return { accessKeyId, day, time, region, service, signedHeaders: signedHeaders.split(';'), value };
}
