/** Receives the results of one subscription. */
export interface StreamOutlet {
  /** Takes a serialised result. Returns false while the client does not keep up, until `resume`. */
  send(result: string): boolean;
  /** Called when no result will follow. */
  complete(): void;
  /** Called when the source fails; no result will follow. */
  fail(error: unknown): void;
}

/** Connection of a source with one outlet. */
export interface AttachedStream {
  /** Called when the client keeps up again. */
  resume(): void;
  /** Stops the results. */
  detach(): void;
}

/** Results of one subscription, serialised, at the speed of the client. */
export interface StreamSource {
  /** Begins to send results; called once. */
  attach(outlet: StreamOutlet): AttachedStream;
  /** Closes the source of a client that left before the first result. */
  cancel(): void;
}

/**
 * Reads events at the speed of the client: one result in memory. Detaching ends the iterator of the events.
 *
 * @param toResult maps an event to a serialised result
 */
export function iterableSource(
  events: AsyncIterable<unknown>,
  toResult: (event: unknown) => Promise<string>,
): StreamSource {
  return {
    attach: (outlet) => attach(events[Symbol.asyncIterator](), toResult, outlet),
    cancel: () => close(events[Symbol.asyncIterator]()),
  };
}

function close(iterator: AsyncIterator<unknown>): void {
  void Promise.resolve(iterator.return?.()).catch(() => {});
}

function attach(
  iterator: AsyncIterator<unknown>,
  toResult: (event: unknown) => Promise<string>,
  outlet: StreamOutlet,
): AttachedStream {
  let isDetached = false;
  let resume = () => {};

  /** Sends the next result, and waits until the client keeps up. Returns false if none will follow. */
  async function sendNext(): Promise<boolean> {
    const { done, value } = await iterator.next();
    const result = done || isDetached ? undefined : await toResult(value);
    if (isDetached) return false;
    if (result === undefined) outlet.complete();
    else if (!outlet.send(result)) {
      await new Promise<void>((resolve) => {
        resume = resolve;
      });
    }
    return result !== undefined && !isDetached;
  }

  async function sendAll(): Promise<void> {
    try {
      while (await sendNext());
    } catch (error) {
      if (!isDetached) outlet.fail(error);
    }
  }

  void sendAll();
  return {
    resume: () => resume(),
    detach() {
      isDetached = true;
      resume();
      close(iterator);
    },
  };
}
