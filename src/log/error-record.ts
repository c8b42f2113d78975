/** Patterns of secrets: cursors, NextTokens, JWTs, AWS's keys and signatures. */
const TOKENS = [
  /\bBearer\s+\S+/gi,
  /\beyJ[\w-]+(?:\.[\w-]*){1,4}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g,
  /[A-Za-z0-9+/=_-]{32,}/g,
];
const REDACTED = '[redacted]';
const MAX_CAUSES = 5;

/** Log record of an error. */
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
 * Creates the record of an error and its causes. Text that looks like a secret is redacted.
 *
 * @param withoutTexts redacts all messages: those of AWS name users, roles and sessions, and no pattern finds every name
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

/** Returns the frames of a stack, which begins with the message. */
function framesOf(stack = ''): string {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames.map((frame) => frame.trim()).join('\n');
}
