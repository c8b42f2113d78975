import { setTimeout as wait } from 'node:timers/promises';
import type { LiveSession } from '../../src/live/live-session.ts';
import type { Store } from '../../src/store/store.ts';
import { type OpenBody, openBody, parseEvents, subscribing } from '../../test/support/event-stream.ts';
import { committer, statusChanges } from './status-changes.ts';

export interface BatchLagOptions {
  readonly store: Store;
  readonly world: readonly LiveSession[];
  /** URL of a replica that does not commit. */
  readonly url: string;
  /** Number of streams; the first one is measured. */
  readonly streams: number;
  readonly commitsPerSecond: number;
  readonly changesPerCommit: number;
  readonly seconds: number;
}

/** Times of a bench: of one change each. Milliseconds. */
export interface BatchLag {
  readonly lags: readonly number[];
  readonly changesPerSecond: number;
}

const DOCUMENT = 'subscription { sessionChanges { to events { kind sessionId } } }';
/** Longest wait for the last batch. Milliseconds. */
const LAST_MS = 5_000;

/** Commits changes at a rate, and measures when a client of another replica has them: from the end of the commit to the batch. */
export async function batchLag(options: BatchLagOptions): Promise<BatchLag> {
  const { store, world, url, commitsPerSecond, changesPerCommit, seconds } = options;
  const streams = await Promise.all(
    Array.from({ length: options.streams }, () => openBody(url, subscribing(DOCUMENT))),
  );
  const [measured] = streams as [OpenBody];
  const committedAt = new Map<string, number>();
  const lags: number[] = [];
  const stop = watch(measured, (sessionId, at) => {
    const since = committedAt.get(sessionId);
    if (since !== undefined) lags.push(at - since);
    committedAt.delete(sessionId);
  });
  const commit = committer(store);
  // The first batch of a stream is that of its start.
  await wait(1_000);
  const startedAt = performance.now();
  const rounds = seconds * commitsPerSecond;
  for (let round = 0; round < rounds; round += 1) {
    await wait(Math.max(0, startedAt + (round * 1_000) / commitsPerSecond - performance.now()));
    const changes = statusChanges(world, changesPerCommit, round);
    // A batch may come before the answer to its commit.
    for (const { session } of changes) committedAt.set(session.id, performance.now());
    await commit(changes, true);
    const at = performance.now();
    for (const { session } of changes) if (committedAt.has(session.id)) committedAt.set(session.id, at);
  }
  const elapsed = (performance.now() - startedAt) / 1_000;
  for (let waited = 0; lags.length < rounds * changesPerCommit && waited < LAST_MS; waited += 50) await wait(50);
  stop();
  for (const stream of streams) stream.close();
  if (lags.length < rounds * changesPerCommit)
    throw new Error(`${lags.length} changes of ${rounds * changesPerCommit}`);
  return { lags, changesPerSecond: lags.length / elapsed };
}

/** Looks at a stream every few milliseconds. @returns a function that stops it */
function watch(body: OpenBody, onEvent: (sessionId: string, at: number) => void): () => void {
  let read = 0;
  const timer = setInterval(() => {
    const end = body.text.lastIndexOf('\n\n');
    if (end <= read) return;
    const at = performance.now();
    for (const { data } of parseEvents(body.text.slice(read, end)))
      for (const { sessionId } of data?.data?.sessionChanges?.events ?? []) onEvent(sessionId, at);
    read = end;
  }, 5);
  return () => clearInterval(timer);
}
