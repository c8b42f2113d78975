import { ServiceError } from '../service-error.ts';
import type { Answer } from './answer.ts';

const CONTENT_TYPE = 'application/x-amz-json-1.1';

/**
 * Parses a request body of AWS JSON 1.1. An empty body is an empty structure.
 *
 * @throws ServiceError SerializationException
 */
export function parseJsonRequest(contentType: string | undefined, body: string): Record<string, unknown> {
  if (!contentType?.startsWith(CONTENT_TYPE)) {
    throw new ServiceError('SerializationException', `Content-Type must be ${CONTENT_TYPE}`, 415);
  }
  const input = body === '' ? {} : safeParse(body);
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as Record<string, unknown>;
  throw new ServiceError('SerializationException', 'The request body must be one JSON object');
}

export function jsonAnswer(requestId: string, output: unknown): Answer {
  return { status: 200, headers: headers(requestId), body: JSON.stringify(toWire(output)) };
}

/** Puts the error code into the body and, as most services do, into a header. */
export function jsonError(requestId: string, { code, message, status }: ServiceError): Answer {
  const body = JSON.stringify({ __type: code, message });
  return { status, headers: { ...headers(requestId), 'x-amzn-errortype': code }, body };
}

function headers(requestId: string): Record<string, string> {
  return { 'content-type': CONTENT_TYPE, 'x-amzn-requestid': requestId };
}

/** Serializes times as JSON 1.1 does: seconds since the epoch, with a fraction. */
function toWire(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toWire(member)]));
}

function safeParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
