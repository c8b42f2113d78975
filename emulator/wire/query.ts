import { ServiceError } from '../service-error.ts';
import type { Answer } from './answer.ts';

/** XML namespace of STS, whose Query protocol takes a form and answers XML. */
const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/**
 * Parses the form of a Query request.
 *
 * @param integers names of the parameters to convert to numbers
 */
export function parseQueryRequest(body: string, integers: readonly string[] = []) {
  const { Action: action = '', Version: _version, ...parameters } = Object.fromEntries(new URLSearchParams(body));
  const input: Record<string, unknown> = { ...parameters };
  for (const name of integers) if (name in input) input[name] = Number(input[name]);
  return { action, input };
}

export function queryAnswer(requestId: string, action: string, output: Record<string, unknown>): Answer {
  const result = element(`${action}Result`, output);
  const metadata = element('ResponseMetadata', { RequestId: requestId });
  return xml(200, requestId, `<${action}Response xmlns="${NAMESPACE}">${result}${metadata}</${action}Response>`);
}

/** Codes and status of common errors in the Query protocol, by their codes in the JSON protocol. */
const QUERY_CODES: Readonly<Record<string, readonly [code: string, status: number]>> = {
  MissingAuthenticationTokenException: ['MissingAuthenticationToken', 403],
  IncompleteSignatureException: ['IncompleteSignature', 400],
  InvalidSignatureException: ['SignatureDoesNotMatch', 403],
  ExpiredTokenException: ['ExpiredToken', 403],
  UnrecognizedClientException: ['InvalidClientTokenId', 403],
  ThrottlingException: ['Throttling', 400],
  UnknownOperationException: ['InvalidAction', 400],
  SerializationException: ['MalformedInput', 400],
  ValidationException: ['ValidationError', 400],
};

/** Translates an error of the emulator to the codes of the Query protocol. */
export function toQueryError(error: ServiceError): ServiceError {
  const [code, status] = QUERY_CODES[error.code] ?? [error.code, error.status];
  return new ServiceError(code, error.message, status);
}

export function queryError(requestId: string, { code, message, status }: ServiceError): Answer {
  const error = element('Error', { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message });
  return xml(
    status,
    requestId,
    `<ErrorResponse xmlns="${NAMESPACE}">${error}${element('RequestId', requestId)}</ErrorResponse>`,
  );
}

function xml(status: number, requestId: string, body: string): Answer {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}

function element(name: string, value: unknown): string {
  return `<${name}>${content(value)}</${name}>`;
}

function content(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object' || value === null) return escapeXml(String(value));
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => element(name, member))
    .join('');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
