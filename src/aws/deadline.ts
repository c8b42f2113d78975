/** A reader's signal and deadline. A request has one. */
export interface Deadline {
  /** Aborted when the reader disconnects. */
  readonly signal: AbortSignal;
  /** The deadline, by `performance.now()`. */
  readonly endsAt: number;
}

/** Resolves with the answer, or rejects if the reader disconnects or its deadline passes first; the call itself goes on. */
export async function withDeadline<Answer>(
  answer: Promise<Answer>,
  { signal, endsAt }: Deadline,
  deadlineExceeded: () => Error,
): Promise<Answer> {
  const { promise: gone, reject } = Promise.withResolvers<never>();
  const leave = () => reject(deadlineExceeded());
  const timer = setTimeout(leave, Math.max(0, endsAt - performance.now()));
  const told = waitingFor(signal);
  told.add(leave);
  if (signal.aborted) leave();
  try {
    return await Promise.race([answer, gone]);
  } finally {
    clearTimeout(timer);
    told.delete(leave);
  }
}

const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Who is to be told when a signal is aborted: a set with one listener for all of them. To add a listener Node looks through
 * all that a signal has (Node 24), and ten thousand reads of one request would hold up the process for seconds.
 */
function waitingFor(signal: AbortSignal): Set<() => void> {
  const known = waiting.get(signal);
  if (known) return known;
  const told = new Set<() => void>();
  waiting.set(signal, told);
  const tellAll = () => {
    for (const leave of told) leave();
  };
  signal.addEventListener('abort', tellAll, { once: true });
  return told;
}
