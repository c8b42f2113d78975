import { UpstreamFailure } from '../errors/upstream-failure.ts';

interface Request {
  readonly headers: Readonly<Record<string, string>>;
}

interface Response {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Above this the values of an answer are counted before it is parsed: a parsed value takes more memory than its text. */
const COUNTED_FROM_BYTES = 256 * 1024;
const MAX_VALUES = 200_000;
const MAX_DEPTH = 100;

/**
 * Recognises what AWS does not send: a proxy's page, a redirect, half an answer. Only of the protocols of the services
 * that the gateway reads; of others, by which the SDK gets credentials, the SDK judges.
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

/** Of the services whose resources are read. */
export function isJsonProtocol({ headers }: Request): boolean {
  return headers['content-type']?.startsWith('application/x-amz-json') ?? false;
}

/** Of STS. */
function isQueryProtocol({ headers }: Request): boolean {
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
}

/** JSON 1.1: an object. A refusal names its error in the object or in a header. */
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

/** The query protocol: `<GetCallerIdentityResponse …>`, `<ErrorResponse …>`. */
function isQueryAnswer(body: Buffer): boolean {
  return /<\w*Response[\s>]/.test(body.toString('latin1', 0, 1_024));
}

/** What changes something may answer with nothing; a list is never nothing. */
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

/** For the log: what it was, and none of its words. */
function shapeOf({ headers }: Response, body: Buffer): string {
  return `${body.length} bytes of ${headers['content-type'] ?? 'no content type'}`;
}

const [QUOTE, BACKSLASH, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('"\\,[]{}');

/** @throws UpstreamFailure TOO_LARGE */
function countValues(body: Buffer): void {
  let values = 0;
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at];
    if (isInText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) isInText = false;
    } else if (byte === QUOTE) isInText = true;
    else if (byte === COMMA) values += 1;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      values += 1;
      depth += 1;
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
    if (values > MAX_VALUES || depth > MAX_DEPTH) {
      throw new UpstreamFailure('TOO_LARGE', `The answer has more than ${MAX_VALUES} values, or nests too deep`);
    }
  }
}
