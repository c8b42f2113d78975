import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** A received HTTP request. */
export interface WireRequest {
  readonly method: string;
  /** Path and query of the request line. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The inputs of a signature besides request and secret. */
export interface SignedParts {
  /** `20261102` */
  readonly day: string;
  /** `20261102T090000Z` */
  readonly time: string;
  readonly region: string;
  readonly service: string;
  /** Header names in lower case, in the order of the `Authorization` header. */
  readonly signedHeaders: readonly string[];
}

/**
 * Calculates the signature of a request (Signature Version 4, "Create a signed AWS API request"). Does not encode the
 * path a second time: all four services are called at `/`.
 */
export function signatureOf(request: WireRequest, parts: SignedParts, secret: string): string {
  const { day, time, region, service } = parts;
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonicalRequest(request, parts.signedHeaders))].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return hmac(key, text).toString('hex');
}

function canonicalRequest({ method, url, headers, body }: WireRequest, signedHeaders: readonly string[]): string {
  const [path = '/', query = ''] = url.split('?');
  const values = signedHeaders.map((name) => `${name}:${canonicalValue(headers[name])}\n`).join('');
  return [method, path, query.split('&').sort().join('&'), values, signedHeaders.join(';'), sha256(body)].join('\n');
}

function canonicalValue(value: string | string[] | undefined): string {
  return String(value ?? '')
    .trim()
    .replaceAll(/ +/g, ' ');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
