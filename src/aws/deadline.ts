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
  const onEnd = () => reject(deadlineExceeded());
  const timer = setTimeout(onEnd, Math.max(0, endsAt - performance.now()));
  const listeners = listenersOf(signal);
  listeners.add(onEnd);
  if (signal.aborted) onEnd();
  try {
    return await Promise.race([answer, gone]);
  } finally {
    clearTimeout(timer);
    listeners.delete(onEnd);
  }
}

const listenersBySignal = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Returns the listeners of a signal's abort, which share one event listener. Node 24 searches all listeners of a signal when
 * one is added, so that ten thousand reads of one request would block the process for seconds.
 */
function listenersOf(signal: AbortSignal): Set<() => void> {
  const known = listenersBySignal.get(signal);
  if (known) return known;
  const listeners = new Set<() => void>();
  listenersBySignal.set(signal, listeners);
  const notify = () => {
    for (const listener of listeners) listener();
  };
  signal.addEventListener('abort', notify, { once: true });
  return listeners;
}
