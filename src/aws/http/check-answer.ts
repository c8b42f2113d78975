import { scanJson } from '../../outbound/scan-json.ts';
import { UpstreamFailure } from '../errors/upstream-failure.ts';

interface Request {
  readonly headers: Readonly<Record<string, string>>;
}

interface Response {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Size from which the values of an answer are counted before it is parsed: parsed values take more memory than text. */
const COUNTED_FROM_BYTES = 256 * 1024;
const MAX_VALUES = 200_000;
const MAX_DEPTH = 100;

/**
 * Rejects answers that AWS did not send: a proxy's page, a redirect, a truncated answer. Checks the protocols of the
 * services that the gateway calls; answers of others, from which the SDK gets credentials, are checked by the SDK.
 *
 * @throws UpstreamFailure NOT_AWS, PROXY, TOO_LARGE
 */
export function checkAnswer(request: Request, response: Response, body: Buffer): void {
  const isJson = isJsonProtocol(request);
  if (!isJson && !isQueryProtocol(request)) return;
  const { statusCode: status } = response;
  if (status === 407) throw new UpstreamFailure('PROXY', 'A proxy asks for credentials', status);
  const isRight = isJson ? isJsonAnswer(request, response, body) : isQueryAnswer(body);
  if (!isRight) throw new UpstreamFailure('NOT_AWS', `Status ${status} with ${shapeOf(response, body)}`, status);
  if (isJson && body.length > COUNTED_FROM_BYTES) countValues(body);
}

/** Recognises AWS JSON 1.1, the protocol of AppStream, SSM and WorkSpaces. */
export function isJsonProtocol({ headers }: Request): boolean {
  return headers['content-type']?.startsWith('application/x-amz-json') ?? false;
}

/** Recognises the Query protocol of STS. */
function isQueryProtocol({ headers }: Request): boolean {
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
}

/** Recognises an answer in JSON 1.1: an object. An error answer names its error in the object or in a header. */
function isJsonAnswer({ headers }: Request, response: Response, body: Buffer): boolean {
  const isObject = firstByte(body) === '{' && lastByte(body) === '}';
  if (response.statusCode >= 300) {
    if ('x-amzn-errortype' in response.headers) return true;
    return isObject && ('x-amzn-requestid' in response.headers || namesError(body));
  }
  if (body.length === 0) return 'x-amzn-requestid' in response.headers || !isRead(headers['x-amz-target']);
  const type = response.headers['content-type'] ?? 'json';
  return isObject && type.includes('json');
}

/** Recognises an answer in the Query protocol: `<GetCallerIdentityResponse …>`, `<ErrorResponse …>`. */
function isQueryAnswer(body: Buffer): boolean {
  return /<\w*Response[\s>]/.test(body.toString('latin1', 0, 1_024));
}

/** Recognises reads by their target: the body of a write's answer may be empty, that of a read's is not. */
function isRead(target = ''): boolean {
  return /\.(?:Describe|List|Get)/.test(target);
}

function namesError(body: Buffer): boolean {
  return (
    /"(?:__type|code|Code)"\s*:/.test(body.toString('latin1', 0, 4_096)) || /"(?:__type|code)"\s*:/.test(tail(body))
  );
}

const tail = (body: Buffer) => body.toString('latin1', Math.max(0, body.length - 4_096));
const firstByte = (body: Buffer) => body.toString('latin1', 0, 64).trimStart()[0];
const lastByte = (body: Buffer) => tail(body).trimEnd().at(-1);

/** Describes an answer for the log by size and content type, without its text. */
function shapeOf({ headers }: Response, body: Buffer): string {
  return `${body.length} bytes of ${headers['content-type'] ?? 'no content type'}`;
}

/** Counts values and nesting. @throws UpstreamFailure TOO_LARGE */
function countValues(body: Buffer): void {
  const excess = scanJson(body, ({ commas, opened, depth }) => commas + opened > MAX_VALUES || depth > MAX_DEPTH);
  if (excess === null) return;
  throw new UpstreamFailure('TOO_LARGE', `The answer has more than ${MAX_VALUES} values, or nests too deep`);
}
