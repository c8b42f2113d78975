import { randomUUID } from 'node:crypto';
import type { Deadline } from '../../aws/deadline.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { LiveClock } from '../live-clock.ts';
import type { ForgottenSessions } from '../reconciler/gateway-ends.ts';
import type { Reconciler } from '../reconciler/reconciler.ts';
import type { LiveView } from '../view/live-view.ts';

/** Messages between processes about an erasure. */
export interface ErasureMessages {
  /** Asks the processes that read sessions to forget them. `key` is that of the erasure. */
  readonly forget: { readonly key: string; readonly ids: readonly string[] };
  /** Lets forgotten sessions be seen again. */
  readonly release: { readonly key: string };
  /** Asks all processes to drop their changes: some name a user that is erased. */
  readonly erased: object;
}

/** Erasure of a user whose sessions other processes read, and all of them show. */
export interface SharedErasure {
  /**
   * Makes all processes forget sessions. Resolves once none is shown here: those that read them have committed it.
   *
   * @throws GatewayError UPSTREAM_UNAVAILABLE when one does not do so in time
   * @throws StoreError
   */
  forget(ids: readonly string[], reader: Deadline): Promise<ForgottenSessions>;
  /** Drops the changes of all processes. @throws StoreError */
  dropChanges(): Promise<void>;
  readonly handlers: { readonly [Kind in keyof ErasureMessages]: (message: ErasureMessages[Kind]) => void };
}

export interface SharedErasureOptions {
  readonly view: LiveView;
  readonly reconciler: () => Pick<Reconciler, 'forget'>;
  readonly clock: LiveClock;
  /** Sends a message to all other processes. @throws StoreError */
  readonly send: (kind: keyof ErasureMessages, message: object) => Promise<void>;
}

/** Longest wait for the processes that read sessions. Milliseconds. */
const FORGET_MS = 8_000;
const LOOK_MS = 50;
/** Time after which forgotten sessions are seen again, if the process that erases their user has died. Milliseconds. */
const RELEASE_MS = 60_000;

export function sharedErasure({ view, reconciler, clock, send }: SharedErasureOptions): SharedErasure {
  const releases = new Map<string, () => void>();

  async function untilForgotten(ids: readonly string[], { endsAt, signal }: Deadline): Promise<void> {
    const until = clock.now() + Math.min(FORGET_MS, endsAt - performance.now());
    while (ids.some(view.previous.isListed)) {
      if (signal.aborted || clock.now() >= until) {
        const details = { service: 'store', operation: 'Write', retryable: true };
        throw new GatewayError('UPSTREAM_UNAVAILABLE', 'The replica that reads the sessions does not answer.', details);
      }
      await new Promise<void>((resolve) => clock.schedule(resolve, LOOK_MS));
    }
  }

  return {
    async forget(ids, reader) {
      const key = randomUUID();
      const forgotten = reconciler().forget(ids);
      function release(): void {
        forgotten.release();
        // Where it does not arrive, they are released by themselves.
        send('release', { key }).catch(() => {});
      }
      try {
        await send('forget', { key, ids });
        await untilForgotten(ids, reader);
      } catch (error) {
        release();
        throw error;
      }
      return { release };
    },
    async dropChanges() {
      view.dropChanges();
      await send('erased', {});
    },
    handlers: {
      forget({ key, ids }) {
        const forgotten = reconciler().forget(ids);
        const release = () => {
          cancel();
          releases.delete(key);
          forgotten.release();
        };
        const cancel = clock.schedule(release, RELEASE_MS);
        releases.set(key, release);
      },
      release: ({ key }) => releases.get(key)?.(),
      erased: view.dropChanges,
    },
  };
}
