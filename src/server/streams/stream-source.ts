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
    attach(outlet) {
      const iterator = events[Symbol.asyncIterator]();
      let isDetached = false;
      let resume = () => {};

      async function pump(): Promise<void> {
        for (;;) {
          const { done, value } = await iterator.next();
          if (isDetached) return;
          if (done) return outlet.complete();
          const result = await toResult(value);
          if (isDetached) return;
          if (!outlet.send(result)) {
            await new Promise<void>((resolve) => {
              resume = resolve;
            });
          }
        }
      }

      pump().catch((error: unknown) => {
        if (!isDetached) outlet.fail(error);
      });
      return {
        resume: () => resume(),
        detach() {
          isDetached = true;
          resume();
          void Promise.resolve(iterator.return?.()).catch(() => {});
        },
      };
    },
  };
}
