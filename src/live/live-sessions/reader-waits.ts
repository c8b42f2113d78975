import type { Deadline } from '../../aws/deadline.ts';
import type { ChangeLog } from '../change-log.ts';
import type { LiveClock } from '../live-clock.ts';
import type { Reconciler } from '../reconciler/reconciler.ts';
import type { Recorder } from '../recording/recorder.ts';
import type { Live } from './live.ts';
import type { Restoration } from './restoration.ts';
import { untilRevision } from './until-revision.ts';
import { within } from './within.ts';

/** Share of a reader's remaining time that it may wait for the first scan, or for other processes: the rest is for answering it. */
const SHARE_OF_TIME = 0.8;
/** Longest wait of a mutation for the store. Milliseconds. */
const SETTLED_MS = 1_000;

export interface ReaderWaitsOptions {
  readonly changes: ChangeLog;
  readonly recorder: Recorder;
  readonly reconciler: Reconciler;
  readonly restoration: Restoration;
  readonly clock: LiveClock;
}

/** Waits of readers, none of which takes longer than its reader has, or rejects. */
export interface ReaderWaits extends Pick<Live, 'caughtUp' | 'settled'> {
  /** Resolves once every selected source has been read, or has failed. */
  attempted(deadline: Deadline, isSelected: Parameters<Reconciler['attempted']>[0]): Promise<void>;
}

export function readerWaits(options: ReaderWaitsOptions): ReaderWaits {
  const { changes, recorder, reconciler, restoration, clock } = options;
  return {
    async attempted(deadline, isSelected) {
      if (recorder.isFailing || !restoration.isDone()) return;
      const attempted = reconciler.attempted(isSelected).then(recorder.settled);
      await within(attempted, timeOf(deadline), deadline.signal, clock);
    },
    async caughtUp(revision, deadline) {
      const feed = restoration.replication()?.feed;
      if (!feed) return;
      feed.kick();
      await untilRevision(changes, revision, timeOf(deadline), deadline.signal, clock);
    },
    async settled({ endsAt, signal }) {
      if (recorder.isFailing) return;
      await within(recorder.settled(), Math.min(SETTLED_MS, endsAt - performance.now()), signal, clock);
    },
  };
}

/** Returns the milliseconds that a reader may wait. */
function timeOf({ endsAt }: Deadline): number {
  return (endsAt - performance.now()) * SHARE_OF_TIME;
}
