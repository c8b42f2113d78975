import { setTimeout as wait } from 'node:timers/promises';
import { parseEvents, type ServerSentEvent, subscribing } from '../../test/support/event-stream.ts';
import { ask } from './gateway-process.ts';

/** Event of a session, as clients see it. */
export interface SeenEvent {
  readonly kind: string;
  readonly sessionId: string;
}

/** Client that follows the changes of sessions, and resumes by its position where its stream breaks. */
export interface Follower {
  /** All events so far, in their order. */
  readonly events: readonly SeenEvent[];
  /** Number of times that it has resumed. */
  readonly resumed: number;
  readonly faults: readonly string[];
  /** Leaves its gateway, and resumes at this one. */
  move(url: string): void;
  close(): Promise<void>;
}

interface Batch {
  readonly from: string;
  readonly to: string;
  readonly resync: boolean;
  readonly events: readonly { readonly kind: string; readonly session: { readonly sessionId: string } }[];
}

/** Longest silence of a stream that lives: batches come every 15 s. Milliseconds. */
const SILENCE_MS = 20_000;
const RETRY_MS = 250;

/** @param urls of the gateways that run, in any order */
export function startFollower(urls: () => readonly string[]): Follower {
  const events: SeenEvent[] = [];
  const faults: string[] = [];
  let position: string | undefined;
  let [turn, resumed, isClosed] = [0, -1, false];
  let wanted: string | null = null;
  let abort = new AbortController();

  function take({ from, to, resync, events: more }: Batch): void {
    if (resync) faults.push('a client was told to read all sessions again');
    else if (from !== position) faults.push('a client has missed a batch');
    position = to;
    events.push(...more.map(({ kind, session: { sessionId } }) => ({ kind, sessionId })));
  }

  function takeEvent({ data }: ServerSentEvent): void {
    if (data?.errors) faults.push(`a stream failed: ${JSON.stringify(data.errors)}`);
    else if (data?.data) take(data.data.sessionChanges as Batch);
  }

  async function readStream(url: string): Promise<void> {
    abort = new AbortController();
    const { signal } = abort;
    let silence = setTimeout(() => abort.abort(), SILENCE_MS);
    try {
      position ??= (await ask<{ liveSessions: { position: string } }>(url, '{ liveSessions(first: 0) { position } }'))
        .liveSessions.position;
      const document = `subscription { sessionChanges(after: "${position}") { from to resync events { kind session { sessionId } } } }`;
      const { body } = await fetch(url, { ...subscribing(document), signal });
      resumed += 1;
      let rest = '';
      for await (const chunk of (body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
        clearTimeout(silence);
        silence = setTimeout(() => abort.abort(), SILENCE_MS);
        const blocks = (rest + chunk).split('\n\n');
        rest = blocks.pop() ?? '';
        parseEvents(blocks.join('\n\n')).forEach(takeEvent);
      }
    } finally {
      clearTimeout(silence);
    }
  }

  async function follow(): Promise<void> {
    while (!isClosed) {
      const all = urls();
      turn += 1;
      const url = wanted ?? all[turn % all.length] ?? '';
      wanted = null;
      // A stream that breaks is resumed; what it lacked shows in its events.
      await readStream(url).catch(() => {});
      if (!isClosed && wanted === null) await wait(RETRY_MS);
    }
  }

  const following = follow();
  return {
    events,
    faults,
    get resumed() {
      return Math.max(0, resumed);
    },
    move(url) {
      wanted = url;
      abort.abort();
    },
    async close() {
      isClosed = true;
      abort.abort();
      await following;
    },
  };
}
