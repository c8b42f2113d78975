import type { IncomingMessage } from 'node:http';

/** Limits on the bytes of a body, and on the time that it may take. */
export interface BodyLimits {
  readonly maxBytes: number;
  /** From the head of the answer to its last byte. Milliseconds. */
  readonly maxMs: number;
  /** Large bodies wait before they are read on; without it none does. */
  readonly large?: LargeBodies;
}

/** Queue of large bodies. */
export interface LargeBodies {
  /** Size above which a body is large, as declared or as read. */
  readonly aboveBytes: number;
  /**
   * Waits until the body may be read on.
   *
   * @param closed aborted when the body's connection is closed, on which it resolves at once
   * @returns a function to be called once when the body was read; its argument is true if the body exceeded its limit
   * @throws BodyError
   */
  enter(closed: AbortSignal): Promise<(exceeded: boolean) => void>;
}

/** `TOO_MANY`: the body itself may be within its limits, but all bodies together are not; it can be fetched again later. */
export type BodyFault = 'TOO_LARGE' | 'TOO_SLOW' | 'TOO_MANY';

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
export async function readBody(body: IncomingMessage, { maxBytes, maxMs, large }: BodyLimits): Promise<Buffer> {
  const declared = Number(body.headers['content-length'] ?? 0);
  if (declared > maxBytes) {
    body.destroy();
    throw tooLarge(`${declared} bytes are declared, ${maxBytes} are read`);
  }
  const timer = setTimeout(() => {
    body.destroy(new BodyError('TOO_SLOW', `The body was not complete after ${maxMs} ms`));
  }, maxMs);
  const turn = large && turnOf(body, large);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      bytesAtOnce += chunk.length;
      if (bytes > maxBytes) throw tooLarge(`more than ${maxBytes} bytes`);
      if (bytesAtOnce > MAX_BYTES_AT_ONCE)
        throw new BodyError('TOO_MANY', `More than ${MAX_BYTES_AT_ONCE} bytes of all bodies are being read`);
      chunks.push(chunk);
      await turn?.await(Math.max(declared, bytes));
    }
    return Buffer.concat(chunks, bytes);
  } finally {
    bytesAtOnce -= bytes;
    clearTimeout(timer);
    turn?.end(bytes > maxBytes);
  }
}

/** Lets a body wait once it is large. While it waits, its sender is stopped by TCP. */
function turnOf(body: IncomingMessage, { aboveBytes, enter }: LargeBodies) {
  const closed = new AbortController();
  body.once('close', () => closed.abort());
  let leave: ((exceeded: boolean) => void) | undefined;
  return {
    async await(bytes: number): Promise<void> {
      if (bytes > aboveBytes) leave ??= await enter(closed.signal);
    },
    end: (exceeded: boolean) => leave?.(exceeded),
  };
}

function tooLarge(what: string): BodyError {
  return new BodyError('TOO_LARGE', `The body is too large: ${what}`);
}
