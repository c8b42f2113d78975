import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import process from 'node:process';
import type { SessionChange } from '../../src/live/live-session.ts';
import { listen } from '../../src/server/http/listen.ts';
import { startLiveGateway } from '../support/live-gateway.ts';
import { liveWorld } from '../support/live-world.ts';

/** The gateway with a thousand live sessions that change on request: `POST /commit?changes=1000&from=7` on the control port. */
const SESSIONS = 1_000;

/** Figures of the process, for `GET /figures`. */
export interface ServerFigures {
  readonly residentBytes: number;
  readonly heapBytes: number;
  /** Unread bytes of the connection with most. */
  readonly unsentBytes: number;
  /** Connections that a limit closed, with their limit. */
  readonly cut: readonly string[];
}

const sessions = liveWorld(SESSIONS);
const { gateway, config, commit: commitAll } = await startLiveGateway(sessions);

/** Commits changes of all sessions in turn. `at.after` is the number of the change, and `at.before` the time of the commit. */
async function commit(count: number, from: number): Promise<void> {
  const before = Date.now();
  const changes = Array.from({ length: count }, (_, index): SessionChange => {
    const number = from + index;
    const session = sessions[number % SESSIONS] as (typeof sessions)[number];
    const isConnected = Math.floor(number / SESSIONS) % 2 === 1;
    const status = isConnected ? 'CONNECTED' : 'DISCONNECTED';
    const at = { after: number, before };
    const view = { ...session.view, status } as const;
    return { kind: status, session: { ...session, view, statusSince: at }, at, previousStatus: session.view.status };
  });
  await commitAll(changes);
}

const sockets = new Set<Socket>();
const cut: string[] = [];
const control = createServer(async ({ url = '' }, response) => {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  if (pathname === '/commit') await commit(Number(searchParams.get('changes')), Number(searchParams.get('from')));
  const { rss, heapUsed } = process.memoryUsage();
  const unsentBytes = Math.max(0, ...[...sockets].map(({ writableLength }) => writableLength));
  const figures: ServerFigures = { residentBytes: rss, heapBytes: heapUsed, unsentBytes, cut };
  response.end(JSON.stringify(figures));
});
await new Promise<void>((resolve) => void control.listen(0, '127.0.0.1', resolve));

const note = (socket: Socket) => {
  if (!sockets.has(socket)) socket.once('close', () => sockets.delete(socket));
  sockets.add(socket);
};
const { url } = await listen(
  (request, response) => {
    note(request.socket);
    gateway.handler(request, response);
  },
  {
    ...config,
    port: 0,
    upgrade(request, socket, head) {
      note(socket);
      gateway.upgrade(request, socket, head);
    },
  },
  undefined,
  (by) => cut.push(by),
);
process.stdout.write(`${url}/graphql ${(control.address() as AddressInfo).port}\n`);
