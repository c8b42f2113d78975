/** Position of a batch of `sessionChanges` in the changes. */
export interface Batch {
  readonly from: string;
  readonly to: string;
  readonly resync: boolean;
}

/** A list that is followed. */
export interface LiveList {
  /** Reads the list, replacing what is shown, and returns its `position`. */
  read(): Promise<string>;
  /**
   * Subscribes to the changes after a position.
   *
   * @param next takes a batch; false: it does not follow the last one, and comes again
   * @param ended called when the subscription ends or fails
   * @returns a function that unsubscribes
   */
  subscribe(after: string, next: (batch: Batch) => boolean, ended: () => void): () => void;
}

type End = 'closed' | 'broken' | 'behind' | 'unknown';

/**
 * Keeps a list up to date over broken connections and routers that drop batches: each batch says where it begins, so that a gap
 * shows, and the subscription resumes after the last batch that followed.
 *
 * @param retryMs pause before a broken connection is opened again
 * @returns a function that stops it
 */
export function followChanges(list: LiveList, retryMs = 1_000): () => void {
  let position: string | null = null;
  let close = () => {};
  let isClosed = false;

  function untilEnd(after: string): Promise<End> {
    return new Promise((resolve) => {
      const unsubscribe = list.subscribe(
        after,
        ({ from, to, resync }) => {
          if (resync) resolve('unknown');
          else if (from === position) position = to;
          else resolve('behind');
          return !resync && to === position;
        },
        () => resolve('broken'),
      );
      close = () => {
        unsubscribe();
        resolve('closed');
      };
    });
  }

  async function follow(): Promise<void> {
    while (!isClosed) {
      try {
        position ??= await list.read();
        const end = await untilEnd(position);
        close();
        if (end === 'unknown') position = null;
        if (end !== 'broken') continue;
      } catch {
        // The list could not be read.
      }
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }

  void follow();
  return () => {
    isClosed = true;
    close();
  };
}
