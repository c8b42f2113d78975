import type { IncomingMessage } from 'node:http';

/** Limits on the bytes of a body, and on the time that it may take. */
export interface BodyLimits {
  readonly maxBytes: number;
  /** From the head of the answer to its last byte. Milliseconds. */
  readonly maxMs: number;
}

export type BodyFault = 'TOO_LARGE' | 'TOO_SLOW';

/** A body that exceeds its limits; its connection is closed. */
export class BodyError extends Error {
  readonly fault: BodyFault;

  constructor(fault: BodyFault, message: string) {
    super(message);
    this.name = 'BodyError';
    this.fault = fault;
  }
}

/** Bytes of all bodies together that may be in memory while they are read: a hundred large answers at once are one too many. */
const MAX_BYTES_AT_ONCE = 64 * 1024 * 1024;
/** Of the process, as its memory is. */
let bytesAtOnce = 0;

/**
 * The whole body. What exceeds a limit is not read any further: the connection is closed, which stops the sender.
 *
 * @throws BodyError; the stream's own error where it breaks off
 */
export async function readBody(body: IncomingMessage, { maxBytes, maxMs }: BodyLimits): Promise<Buffer> {
  const declared = Number(body.headers['content-length'] ?? 0);
  if (declared > maxBytes) {
    body.destroy();
    throw tooLarge(`${declared} bytes are declared, ${maxBytes} are read`);
  }
  const timer = setTimeout(() => {
    body.destroy(new BodyError('TOO_SLOW', `The body was not complete after ${maxMs} ms`));
  }, maxMs);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      bytesAtOnce += chunk.length;
      if (bytes > maxBytes) throw tooLarge(`more than ${maxBytes} bytes`);
      if (bytesAtOnce > MAX_BYTES_AT_ONCE)
        throw tooLarge(`more than ${MAX_BYTES_AT_ONCE} bytes of all answers at once`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks, bytes);
  } finally {
    bytesAtOnce -= bytes;
    clearTimeout(timer);
  }
}

function tooLarge(what: string): BodyError {
  return new BodyError('TOO_LARGE', `The body is too large: ${what}`);
}
