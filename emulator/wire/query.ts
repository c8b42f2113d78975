import { ServiceError } from '../service-error.ts';
import type { Answer } from './answer.ts';

/** STS speaks the older Query protocol: a form in, XML out. */
const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** The parameters of a form, `Action` and `Version` apart; numbers stay text but for those of `integers`. */
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

/** What the Query protocol calls the refusals that every service has, and their status. */
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

/** A refusal of the emulator's own, as the Query protocol spells it. */
export function inQueryWords(refusal: ServiceError): ServiceError {
  const [code, status] = QUERY_CODES[refusal.code] ?? [refusal.code, refusal.status];
  return new ServiceError(code, refusal.message, status);
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
