/** Who waits for an answer, and for how long. A request is one. */
export interface Reader {
  /** Aborted when it has gone away. */
  readonly signal: AbortSignal;
  /** When its time is up, by `performance.now()`. */
  readonly endsAt: number;
}

/** The answer, unless the reader goes away or its time is up first. The answer goes on without it. */
export async function readUntilGone<Answer>(
  answer: Promise<Answer>,
  { signal, endsAt }: Reader,
  outOfTime: () => Error,
): Promise<Answer> {
  const { promise: gone, reject } = Promise.withResolvers<never>();
  const leave = () => reject(outOfTime());
  const timer = setTimeout(leave, Math.max(0, endsAt - performance.now()));
  signal.addEventListener('abort', leave, { once: true });
  if (signal.aborted) leave();
  try {
    return await Promise.race([answer, gone]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', leave);
  }
}
