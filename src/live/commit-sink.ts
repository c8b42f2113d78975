import type { LiveCommit } from './live-session.ts';

/** Takes what the reconciler finds. */
export interface CommitSink {
  /** Makes changes visible, in the order of the calls. */
  commit(commit: LiveCommit): void;
  /** Resolves when there is room for more changes; undefined if there is now. */
  room(): Promise<void> | undefined;
}
