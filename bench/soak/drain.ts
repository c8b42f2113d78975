import { once } from 'node:events';
import type { TransportName } from '../../test/support/live-transports.ts';
import { POSTGRES, startPostgres } from '../../test/support/postgres.ts';
import { type Child, startChild } from '../support/child.ts';
import { startGateway } from '../support/programs.ts';
import { type Follower, follow } from './follower.ts';
import { faultList, seconds, until, type Verdict } from './verdict.ts';

/** Streams of each transport: five hundred. */
const STREAMS: Readonly<Record<TransportName, number>> = { sse: 200, multipart: 150, websocket: 150 };
const DRAIN_MS = 5_000;
/** Bookmarks come every 15 s: each stream has had a batch by then, on a busy machine too. Milliseconds. */
const BATCH_MS = 60_000;

/** A client that follows one process until its connection breaks, then another one from its last position. */
interface Client {
  readonly transport: TransportName;
  /** Batches of the first process, and of the second one. */
  readonly batches: [number, number];
  /** Batches of the second process that tell the client to read everything again. */
  resyncs: number;
  /** Batches that did not follow the last one. */
  gaps: number;
  /** Time of the break. Milliseconds. */
  brokenAt: number | undefined;
  follower: Follower;
}

/**
 * SIGTERM under five hundred streams: all are broken, evenly over the drain delay, and resume on a second process; the first one exits
 * with 0.
 *
 * @param store `GATEWAY_STORE` of both processes. With one that they share, streams resume exactly; else each gets one `resync`
 */
export async function drain(store?: string): Promise<Verdict> {
  // Its sessions start, connect, disconnect and end.
  const aws = await startChild('emulator/main.ts', ['--port', '0']);
  const env = {
    GATEWAY_CURSOR_SECRET: 'a secret of both processes',
    GATEWAY_DRAIN_DELAY_MS: String(DRAIN_MS),
    GATEWAY_MAX_STREAMS_PER_CALLER: '1000',
    GATEWAY_LIVE: 'always',
    ...(store !== undefined && { GATEWAY_STORE: store }),
  };
  const [first, second] = [await startGateway(aws.url, env), await startGateway(aws.url, env)];
  const clients: Client[] = [];
  try {
    const after = await positionOf(first);
    for (const [transport, count] of Object.entries(STREAMS) as [TransportName, number][])
      for (let index = 0; index < count; index += 1) clients.push(startClient(transport, [first, second], after));
    const { faults, check } = faultList();
    const isFollowed = await until(() => clients.every(({ batches }) => batches[0] > 0), BATCH_MS);
    check(isFollowed, `${clients.filter(({ batches }) => batches[0] === 0).length} streams got no batch`);
    const stoppedAt = performance.now();
    first.process.kill('SIGTERM');
    const [code] = (await once(first.process, 'exit')) as [number | null];
    const exitMs = performance.now() - stoppedAt;
    check(code === 0, `exit code ${code}`);
    const isResumed = await until(() => clients.every(({ batches }) => batches[1] > 0), BATCH_MS);
    check(isResumed, `${clients.filter(({ batches }) => batches[1] === 0).length} streams did not resume`);
    if (store !== undefined)
      check(
        clients.every(({ resyncs }) => resyncs === 0),
        'a stream did not resume exactly',
      );
    return verdict(clients, { faults, check, exitMs, stoppedAt });
  } finally {
    for (const { follower } of clients) follower.close();
    first.process.kill('SIGKILL');
    await second.stop();
    await aws.stop();
  }
}

/** The same with a PostgreSQL database that both processes share, where PostgreSQL is installed. */
export async function drainShared(): Promise<Verdict> {
  if (POSTGRES === null) return { faults: [], figures: ['not run: PostgreSQL is not installed'] };
  const server = await startPostgres();
  try {
    return await drain(await server.createDatabase());
  } finally {
    await server.close();
  }
}

function startClient(transport: TransportName, [first, second]: readonly [Child, Child], after: string): Client {
  const client: Client = {
    transport,
    batches: [0, 0],
    resyncs: 0,
    gaps: 0,
    brokenAt: undefined,
    follower: followOne(first, 0, after),
  };
  const watching = setInterval(() => {
    if (client.follower.isOpen) return;
    client.brokenAt ??= performance.now();
    client.follower.close();
    client.follower = followOne(second, 1, client.follower.position ?? after);
  }, 50);
  watching.unref();

  function followOne({ url }: Child, process: 0 | 1, from: string): Follower {
    return follow({
      url: new URL('/graphql', url).href,
      transport,
      after: from,
      onBatch(batch, previous) {
        if (batch.from !== previous) client.gaps += 1;
        if (batch.resync) client.resyncs += 1;
        client.batches[process] += 1;
      },
    });
  }

  return client;
}

interface Run extends ReturnType<typeof faultList> {
  readonly exitMs: number;
  readonly stoppedAt: number;
}

function verdict(clients: readonly Client[], { faults, check, exitMs, stoppedAt }: Run): Verdict {
  const resyncs = clients.map((client) => client.resyncs);
  const gaps = clients.filter((client) => client.gaps > 0).length;
  const breaks = clients.map(({ brokenAt = Infinity }) => brokenAt - stoppedAt).sort((one, other) => one - other);
  const [earliest = 0, latest = 0] = [breaks[0], breaks.at(-1)];
  check(Math.max(...resyncs) <= 1, `a stream got ${Math.max(...resyncs)} batches with resync`);
  check(gaps === 0, `${gaps} streams got a batch that did not follow`);
  check(latest - earliest >= DRAIN_MS / 2, `all streams were broken within ${seconds(latest - earliest)}`);
  return {
    faults,
    figures: [
      `${clients.length} streams broken ${seconds(earliest)} to ${seconds(latest)} after SIGTERM; exit after ${seconds(exitMs)}`,
      `${resyncs.filter((count) => count === 0).length} resumed exactly, ${resyncs.filter((count) => count === 1).length} with one resync`,
    ],
  };
}

async function positionOf({ url }: Child): Promise<string> {
  const response = await fetch(new URL('/graphql', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ liveSessions { position } }' }),
  });
  const { data } = (await response.json()) as { data: { liveSessions: { position: string } } };
  return data.liveSessions.position;
}
