import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { LiveSession } from '../../src/live/live-session.ts';
import type { Store } from '../../src/store/store.ts';
import { parseEvents, subscribing } from '../../test/support/event-stream.ts';
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
  /** Time for which changes are committed: as many as this takes at the rate, or fewer, where the store is slower. */
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
  const committedAt = new Map<string, number>();
  const lags: number[] = [];
  function note(sessionId: string): void {
    const since = committedAt.get(sessionId);
    if (since !== undefined) lags.push(performance.now() - since);
    committedAt.delete(sessionId);
  }
  const opening = Array.from({ length: options.streams }, (_, index) => openStream(url, index === 0 ? note : null));
  const streams = await Promise.all(opening);
  const commit = committer(store);
  const startedAt = performance.now();
  const elapsed = () => performance.now() - startedAt;
  let rounds = 0;
  for (; rounds < seconds * commitsPerSecond && elapsed() < seconds * 1_000; rounds += 1) {
    await wait(Math.max(0, (rounds * 1_000) / commitsPerSecond - elapsed()));
    const changes = statusChanges(world, changesPerCommit, rounds);
    // A batch may come before the answer to its commit.
    for (const { session } of changes) committedAt.set(session.id, performance.now());
    await commit(changes, true);
    const at = performance.now();
    for (const { session } of changes) if (committedAt.has(session.id)) committedAt.set(session.id, at);
  }
  const changesPerSecond = (rounds * changesPerCommit * 1_000) / Math.max(elapsed(), seconds * 1_000);
  for (let waited = 0; lags.length < rounds * changesPerCommit && waited < LAST_MS; waited += 50) await wait(50);
  for (const stream of streams) stream.destroy();
  if (lags.length < rounds * changesPerCommit)
    throw new Error(`${lags.length} changes of ${rounds * changesPerCommit}`);
  return { lags, changesPerSecond };
}

/**
 * Opens a stream; resolves with its first batch, which is that of its start.
 *
 * @param onEvent called for each event at once; null: what comes is dropped, which costs this process little
 */
async function openStream(url: string, onEvent: ((sessionId: string) => void) | null): Promise<ClientRequest> {
  const { headers, body } = subscribing(DOCUMENT);
  const stream = request(url, { method: 'POST', headers: headers as Record<string, string> });
  stream.on('error', () => {});
  stream.end(body as string);
  const [response] = (await once(stream, 'response')) as [IncomingMessage];
  await once(response, 'data');
  if (onEvent === null) return stream;
  let rest = '';
  response.setEncoding('utf8').on('data', (chunk: string) => {
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const { data } of parseEvents(blocks.join('\n\n')))
      for (const { sessionId } of data?.data?.sessionChanges?.events ?? []) onEvent(sessionId);
  });
  return stream;
}
