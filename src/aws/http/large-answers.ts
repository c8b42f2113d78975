import { BodyError, type LargeBodies } from '../../outbound/read-body.ts';

/** Answers above this size are large: the pages whose size the gateway chooses have some 300 kB at most (200 sessions of SSM). */
const LARGE_BYTES = 1024 * 1024;
/** Large answers that are read at the same time in the process. */
const AT_ONCE = 4;
/** Time for which an operation that exceeded the largest size is read up to `LARGE_BYTES` only. Milliseconds. */
const SUSPECT_MS = 10_000;

interface Waiting {
  readonly sender: string;
  start(): void;
  fail(error: Error): void;
}

/**
 * Creates a queue in which large answers wait to be read, in order of arrival, until their connection is closed: by their deadline,
 * or by the limit of their time. Answers that exceed the largest size are garbage outside of the heap: of many that come at once
 * only the first few are read that far, and the others of that operation are rejected.
 *
 * @param now monotonic milliseconds
 */
export function largeAnswers(now: () => number = () => performance.now()) {
  const waiting = new Set<Waiting>();
  const suspects = new Map<string, number>();
  let reading = 0;

  function isSuspect(sender: string): boolean {
    const until = suspects.get(sender);
    if (until === undefined) return false;
    if (now() < until) return true;
    suspects.delete(sender);
    return false;
  }

  function leave(sender: string, exceeded: boolean): void {
    reading -= 1;
    if (exceeded) suspect(sender);
    const [next] = waiting;
    if (next && reading < AT_ONCE) next.start();
  }

  function suspect(sender: string): void {
    suspects.set(sender, now() + SUSPECT_MS);
    for (const each of waiting) if (each.sender === sender) each.fail(tooLarge());
  }

  function enter(sender: string, closed: AbortSignal): Promise<(exceeded: boolean) => void> {
    if (isSuspect(sender)) return Promise.reject(tooLarge());
    const { promise, resolve, reject } = Promise.withResolvers<(exceeded: boolean) => void>();
    const done = () => {
      waiting.delete(entry);
      closed.removeEventListener('abort', abandon);
    };
    const abandon = () => {
      done();
      resolve(() => {});
    };
    const entry: Waiting = {
      sender,
      start() {
        done();
        reading += 1;
        resolve((exceeded) => leave(sender, exceeded));
      },
      fail(error) {
        done();
        reject(error);
      },
    };
    if (reading < AT_ONCE) entry.start();
    else if (closed.aborted) abandon();
    else {
      waiting.add(entry);
      closed.addEventListener('abort', abandon);
    }
    return promise;
  }

  return {
    /** @param sender host and operation */
    of: (sender: string): LargeBodies => ({ aboveBytes: LARGE_BYTES, enter: (closed) => enter(sender, closed) }),
  };
}

function tooLarge(): BodyError {
  return new BodyError(
    'TOO_LARGE',
    `The body is too large: more than ${LARGE_BYTES} bytes, soon after one without end`,
  );
}
