import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { TransportName } from '../../test/support/live-transports.ts';
import { PROTOCOL, socketUrl } from '../../test/support/socket-url.ts';
import { HEAP_MB } from '../hostile/stage.ts';
import { type FollowedBatch, type Follower, follow } from './follower.ts';
import type { ServerFigures } from './server.ts';
import { faultList, mebibytes, percentile, until, type Verdict } from './verdict.ts';

/** Events of the whole run, and those before a client stops reading, with which others are compared. */
const EVENTS = 1_000_000;
const QUIET = 100_000;
/** Changes of one commit, and the shortest time between two: four times what a batch of 250 ms holds. Milliseconds. */
const COMMIT = 1_000;
const COMMIT_MS = 70;
/** Bound on the cost of a client that stops reading (contract 11.5: 256 KiB, beside what Node holds of one write). Bytes. */
const MAX_UNSENT = 1_048_576;
const HEALTH_MS = 1_000;
/** Time after which a client that reads nothing is cut, and that of a check on a busy machine. Milliseconds. */
const CUT_MS = [60_000, 70_000] as const;

interface Server {
  readonly url: string;
  /** Undefined while the process lives. */
  exit(): number | NodeJS.Signals | null | undefined;
  control(path: string): Promise<ServerFigures>;
  stop(): void;
}

async function startServer(): Promise<Server> {
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MB}`, 'bench/soak/server.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const [url = '', port] = line.split(' ');
  return {
    url,
    exit: () => child.signalCode ?? child.exitCode ?? undefined,
    control: async (path) => (await (await fetch(`http://127.0.0.1:${port}${path}`)).json()) as ServerFigures,
    stop: () => void child.kill('SIGKILL'),
  };
}

/** A client that reads all, and what it noticed. */
interface Reader {
  readonly follower: Follower;
  readonly events: number;
  /** Age of the last event of each batch when it arrived, since the last `takeAges`. Milliseconds. */
  takeAges(): number[];
  /** Batches that did not follow the last one, or did not hold the next events. */
  readonly gaps: number;
}

function startReader(url: string, transport: TransportName): Reader {
  let [events, gaps, ages] = [0, 0, [] as number[]];
  const follower = follow({
    url,
    transport,
    onBatch(batch, previous) {
      if (batch.resync || (previous !== undefined && batch.from !== previous) || !isNext(batch, events)) gaps += 1;
      events += batch.events.length;
      const last = batch.events.at(-1);
      if (last) ages.push(Date.now() - Date.parse(last.at.before));
    },
  });
  return {
    follower,
    get events() {
      return events;
    },
    get gaps() {
      return gaps;
    },
    takeAges() {
      const taken = ages;
      ages = [];
      return taken;
    },
  };
}

/** True if the numbers of the events follow those before. */
const isNext = ({ events }: FollowedBatch, before: number) =>
  events.every(({ at }, index) => Date.parse(at.after ?? '') === before + index);

/** Subscribes and reads nothing, by each transport. */
async function stall(url: string): Promise<void> {
  const query = 'subscription { sessionChanges { from to events { at { after before } session { id status } } } }';
  const headers = { 'content-type': 'application/json' };
  for (const accept of ['text/event-stream', 'multipart/mixed;subscriptionSpec=1.0']) {
    const sent = request(url, { method: 'POST', headers: { ...headers, accept } }, (response) => response.pause());
    sent.on('error', () => {}).end(JSON.stringify({ query }));
  }
  const socket = new WebSocket(socketUrl(url), PROTOCOL).on('error', () => {});
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await once(socket, 'message');
  socket.send(JSON.stringify({ id: 'a', type: 'subscribe', payload: { query } }));
  socket.pause();
}

/** Figures of the server and of `/health`, at their worst. */
interface Worst {
  unsent: number;
  resident: number;
  health: number;
}

/**
 * A million events while three clients read nothing: the process lives, others get every event once, in order, at the same pace, and
 * those who read nothing cost at most 1 MiB each until they are cut.
 */
export async function millionEvents(): Promise<Verdict> {
  const server = await startServer();
  const readers = (['sse', 'multipart', 'websocket'] as const).map((name) => startReader(server.url, name));
  const worst: Worst = { unsent: 0, resident: 0, health: 0 };
  const health = new URL('/health', server.url);
  const isRead = (count: number) => until(() => readers.every(({ events }) => events >= count), 60_000);
  let committed = 0;
  let stalledAt = Infinity;
  const cutAfter: number[] = [];

  async function commitTo(count: number): Promise<void> {
    for (; committed < count; committed += COMMIT) {
      const nextAt = performance.now() + COMMIT_MS;
      const figures = await server.control(`/commit?changes=${COMMIT}&from=${committed}`);
      note(figures);
      const askedAt = performance.now();
      if (committed % (20 * COMMIT) === 0) await (await fetch(health)).text();
      worst.health = Math.max(worst.health, performance.now() - askedAt);
      await sleep(Math.max(0, nextAt - performance.now()));
    }
  }

  function note({ unsentBytes, residentBytes, cut }: ServerFigures): void {
    worst.unsent = Math.max(worst.unsent, unsentBytes);
    worst.resident = Math.max(worst.resident, residentBytes);
    // The operating system is full some time after the client has stopped.
    if (unsentBytes > 0 && stalledAt === Infinity) stalledAt = performance.now();
    for (let index = cutAfter.length; index < cut.length; index += 1) cutAfter.push(performance.now() - stalledAt);
  }

  try {
    await until(() => readers.every(({ follower }) => follower.isOpen), 10_000);
    await sleep(1_000);
    await commitTo(QUIET);
    const readQuietly = await isRead(QUIET);
    const quiet = readers.flatMap((reader) => reader.takeAges());
    await stall(server.url);
    await commitTo(EVENTS);
    const readAll = await isRead(EVENTS);
    while (cutAfter.length < 3 && stalledAt < Infinity && performance.now() - stalledAt < CUT_MS[1] + 10_000) {
      await sleep(500);
      note(await server.control('/figures'));
    }
    const during = readers.flatMap((reader) => reader.takeAges());
    return verdict({ server, readers, worst, cutAfter, quiet, during, isComplete: readQuietly && readAll });
  } finally {
    for (const { follower } of readers) follower.close();
    server.stop();
  }
}

interface Run {
  readonly server: Server;
  readonly readers: readonly Reader[];
  readonly worst: Worst;
  readonly cutAfter: readonly number[];
  readonly quiet: readonly number[];
  readonly during: readonly number[];
  readonly isComplete: boolean;
}

function verdict({ server, readers, worst, cutAfter, quiet, during, isComplete }: Run): Verdict {
  const { faults, check } = faultList();
  const counts = readers.map(({ events }) => events);
  const gaps = readers.reduce((sum, reader) => sum + reader.gaps, 0);
  const errors = readers.flatMap(({ follower }) => follower.errors);
  const [before, after] = [percentile(quiet, 0.5), percentile(during, 0.5)];
  check(server.exit() === undefined, `the process ended: ${server.exit()}`);
  check(isComplete && counts.every((count) => count === EVENTS), `${counts.join(', ')} events were read`);
  check(gaps === 0, `${gaps} batches did not follow the last one`);
  check(errors.length === 0, `results with errors: ${JSON.stringify(errors[0])}`);
  check(worst.unsent <= MAX_UNSENT, `a client that reads nothing cost ${mebibytes(worst.unsent)}`);
  check(worst.health <= HEALTH_MS, `/health took ${Math.round(worst.health)} ms`);
  check(after <= 2 * before + 250, `batches arrived after ${after} ms instead of ${before} ms`);
  const inTime = cutAfter.filter((ms) => ms >= CUT_MS[0] - 2_000 && ms <= CUT_MS[1]);
  check(inTime.length === 3, `cut after ${cutAfter.map((ms) => Math.round(ms / 1_000)).join(', ')} s`);
  const p99 = (ages: readonly number[]) => `${percentile(ages, 0.5)} ms, of 99 in 100 ${percentile(ages, 0.99)} ms`;
  return {
    faults,
    figures: [
      `${counts.length} clients read ${EVENTS.toLocaleString('en')} events each, once, in order`,
      `age of a batch before a client stops reading: ${p99(quiet)}; after: ${p99(during)}`,
      `most unread of a client: ${mebibytes(worst.unsent)}; cut after ${cutAfter.map((ms) => `${Math.round(ms / 1_000)} s`).join(', ')}`,
      `/health at most ${Math.round(worst.health)} ms; process at most ${mebibytes(worst.resident)}`,
    ],
  };
}
