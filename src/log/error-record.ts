/** Patterns of secrets: cursors, NextTokens, JWTs, AWS's keys and signatures. */
const TOKENS = [
  /\bBearer\s+\S+/gi,
  /\beyJ[\w-]+(?:\.[\w-]*){1,4}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g,
  /[A-Za-z0-9+/=_-]{32,}/g,
];
const REDACTED = '[redacted]';
const MAX_CAUSES = 5;

/** An error as it is logged. */
export interface ErrorRecord {
  readonly type: string;
  readonly message: string;
  /** The frames of the stack, without the message. */
  readonly stack: string;
  readonly extensions?: unknown;
  /** The SDK's metadata of the call: HTTP status and request id. */
  readonly $metadata?: unknown;
  readonly cause?: ErrorRecord | undefined;
}

/**
 * An error and its causes, without what must not be in a log: text that looks like a token never is.
 *
 * @param withoutTexts leaves all texts out: AWS's name users, roles and sessions, and no pattern finds every name
 */
export function errorRecord(error: unknown, withoutTexts: boolean, depth = 0): ErrorRecord {
  if (!(error instanceof Error)) return { type: typeof error, message: text(String(error), withoutTexts), stack: '' };
  const { name, message, stack, cause, extensions, $metadata } = error as Error & Partial<ErrorRecord>;
  return {
    type: name,
    message: text(message, withoutTexts),
    stack: framesOf(stack),
    ...(extensions !== undefined && { extensions }),
    ...($metadata !== undefined && { $metadata }),
    ...(cause !== undefined && depth < MAX_CAUSES && { cause: errorRecord(cause, withoutTexts, depth + 1) }),
  };
}

function text(message: string, leftOut: boolean): string {
  return leftOut ? REDACTED : TOKENS.reduce((left, token) => left.replace(token, REDACTED), message);
}

/** A stack begins with the message; its frames are what is left. */
function framesOf(stack = ''): string {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames.map((frame) => frame.trim()).join('\n');
}
