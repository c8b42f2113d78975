import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { GATEWAY } from '../support/child.ts';
import { median, type Row } from '../support/figures.ts';
import type { CommitFigures } from '../support/stream-control.ts';

const STREAMS = 1_000;
const IDLE = 10_000;
/** Batches before the first that is measured: V8 has compiled what they run only after some ten. */
const WARM_UP = 10;
const ROUNDS = 15;
const SELECTION = 'from to updated { node { id service sessionId status instanceId user { userName } } }';
const ALL = `subscription { sessionChanges { ${SELECTION} } }`;
/** A filter of its own for each stream: the sessions of one user. */
const filtered = (number: number) =>
  `subscription F${number} { sessionChanges(filter: { userName: "user-${number}" }) { ${SELECTION} } }`;

interface Server {
  readonly child: ChildProcess;
  readonly url: URL;
  commit(changes: number): Promise<CommitFigures>;
}

/** Both servers have the heap of `npm start`: the young generation of Node's default hides what a stream takes. */
const [HEAP] = GATEWAY;

async function start(script: string): Promise<Server> {
  const child = spawn(process.execPath, [HEAP, script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const [url = '', port] = line.split(' ');
  return {
    child,
    url: new URL(url),
    async commit(changes) {
      const response = await fetch(`http://127.0.0.1:${port}/commit?changes=${changes}`, { method: 'POST' });
      return (await response.json()) as CommitFigures;
    },
  };
}

/** A client that reads and counts bytes. */
function open({ url }: Server, query: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const body = JSON.stringify({ query });
    const head = `POST /graphql HTTP/1.1\r\nhost: ${url.host}\r\naccept: text/event-stream\r\ncontent-type: application/json\r\n`;
    const socket = connect(Number(url.port), '127.0.0.1', () =>
      socket.write(`${head}content-length: ${body.length}\r\n\r\n${body}`),
    );
    socket.once('data', () => resolve(socket)).once('error', reject);
    socket.resume();
  });
}

async function openAll(server: Server, count: number, queryOf: (number: number) => string): Promise<void> {
  for (let opened = 0; opened < count; opened += 100) {
    await Promise.all(
      Array.from({ length: Math.min(100, count - opened) }, (_, each) => open(server, queryOf(opened + each))),
    );
  }
}

/** Processor time of a batch beyond that of the idle process, and memory of a stream. */
async function measure(script: string, count: number, changes: number, queryOf: (number: number) => string) {
  const server = await start(script);
  const before = await server.commit(0);
  await openAll(server, count, queryOf);
  await server.commit(0);
  const idle = await server.commit(0);
  const batches: number[] = [];
  for (let round = 0; changes > 0 && round < WARM_UP + ROUNDS; round += 1) {
    batches.push((await server.commit(changes)).cpuMs);
  }
  server.child.kill('SIGKILL');
  const kilobytes = (idle.residentBytes - before.residentBytes) / count / 1_024;
  return { cpuMs: median(batches.slice(WARM_UP)) - idle.cpuMs, kilobytes };
}

/** Streams of one document, of a thousand filters, and idle ones, beside Yoga's own server-sent events where it can do it. */
export async function streams(): Promise<Row[]> {
  const [ours, yoga] = ['bench/servers/streams.ts', 'bench/servers/yoga-streams.ts'] as const;
  const same = await measure(ours, STREAMS, 20, () => ALL);
  const reference = await measure(yoga, STREAMS, 20, () => ALL);
  const filters = await measure(ours, STREAMS, 200, filtered);
  const one = await measure(ours, 1, 200, () => ALL);
  const idle = await measure(ours, IDLE, 0, () => ALL);
  const row = { scenario: 'streams', against: "Yoga's server-sent events" };
  return [
    {
      ...row,
      what: '20 changes to 1,000 streams, one document',
      ours: same.cpuMs,
      reference: reference.cpuMs,
      unit: 'ms CPU',
    },
    { ...row, what: 'memory of a stream, of 1,000', ours: same.kilobytes, reference: reference.kilobytes, unit: 'kB' },
    {
      ...row,
      what: '200 changes to 1,000 filters',
      ours: filters.cpuMs,
      reference: one.cpuMs,
      against: 'one stream of all changes',
      unit: 'ms CPU',
    },
    {
      ...row,
      what: 'memory of a stream, of 10,000 idle',
      ours: idle.kilobytes,
      reference: same.kilobytes,
      against: 'of 1,000',
      unit: 'kB',
    },
  ];
}
