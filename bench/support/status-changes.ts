import type { LiveSession, SessionChange } from '../../src/live/live-session.ts';
import { toStoredChange } from '../../src/live/recording/to-stored-change.ts';
import type { Store } from '../../src/store/store.ts';
import { StoreError } from '../../src/store/store-error.ts';
import type { StoreCommit } from '../../src/store/stored-change.ts';

/** Time at which sessions of a bench begin. */
export const START = Date.UTC(2026, 10, 1);

/** Creates changes of sessions that disconnect or connect: so many, taken in turn. */
export function statusChanges(world: readonly LiveSession[], count: number, round: number): SessionChange[] {
  return Array.from({ length: count }, (_, index) => {
    const session = world[(round * count + index) % world.length] as LiveSession;
    const at = START + 1_000 * (round + 1);
    const isConnected = session.view.status !== 'CONNECTED';
    return {
      kind: isConnected ? 'CONNECTED' : 'DISCONNECTED',
      session: {
        ...session,
        view: { ...session.view, status: isConnected ? 'CONNECTED' : 'DISCONNECTED' },
        statusSince: { after: at - 5_000, before: at },
      },
      at: { after: at - 5_000, before: at },
      previousStatus: session.view.status,
    };
  });
}

/** Returns a function that commits changes as the recorder of a process does: again, where another one has held the lock for too long. */
export function committer(store: Store) {
  let number = 0;
  return async (changes: readonly SessionChange[], previous: boolean): Promise<void> => {
    number += 1;
    const commit: StoreCommit = {
      number,
      committedAt: Date.now(),
      changes: changes.map((change) => toStoredChange(change, previous ? change.session : null, true)),
      sources: [],
      removedSources: [],
    };
    for (let isDone = false; !isDone; ) {
      isDone = await store.commit(commit).then(
        () => true,
        (error: unknown) => {
          if (!(error instanceof StoreError)) throw error;
          return false;
        },
      );
    }
  };
}
