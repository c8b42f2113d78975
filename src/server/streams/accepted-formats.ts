import type { ResultType } from '../http/plain-response.ts';
import { MULTIPART, SSE, type StreamFormat } from './stream-format.ts';

/** Formats that a client accepts for a subscription, and for an operation with a single result. */
export interface AcceptedFormats {
  readonly stream: StreamFormat;
  /** Absent for clients that accept streams only: a single result is then a stream of one. */
  readonly single?: ResultType | undefined;
}

/** Longest `accept` header that is parsed. Characters. */
const MAX_LENGTH = 1_000;

/**
 * Reads an `accept` header; undefined unless it names a transport of subscriptions. The first one that it names is used, as Yoga
 * does, and `q` is ignored. `multipart/mixed` alone is another protocol (`@defer`).
 */
export function acceptedFormats(accept = ''): AcceptedFormats | undefined {
  if (accept.length > MAX_LENGTH || !/event-stream|multipart/i.test(accept)) return undefined;
  const types = accept.toLowerCase().split(',').map(parseType);
  const stream = types.map(formatOf).find((format) => format !== undefined);
  if (!stream) return undefined;
  return { stream, single: types.map(({ name }) => SINGLE[name]).find((type) => type !== undefined) };
}

const SINGLE: Readonly<Record<string, ResultType | undefined>> = {
  'application/json': 'application/json',
  'application/graphql-response+json': 'application/graphql-response+json',
  'application/*': 'application/json',
  '*/*': 'application/json',
};

interface MediaType {
  readonly name: string;
  readonly parameters: readonly string[];
}

function parseType(text: string): MediaType {
  const [name = '', ...parameters] = text.split(';').map((each) => each.trim());
  return { name, parameters };
}

function formatOf({ name, parameters }: MediaType): StreamFormat | undefined {
  if (name === 'text/event-stream') return SSE;
  const isSubscription = parameters.some((each) => /^subscriptionspec="?1\.0"?$/.test(each));
  return name === 'multipart/mixed' && isSubscription ? MULTIPART : undefined;
}
