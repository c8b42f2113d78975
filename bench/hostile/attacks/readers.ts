import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Attack, inTurn, many } from '../attack.ts';
import type { Stage } from '../stage.ts';

const CONNECTIONS = 200;
const PIPELINED = 5;
const HELD_MS = 10_000;
/** By then the reader of the log has left. */
const LEFT_MS = 1_000;

/** Asks for the page of 9 MB, several times, and never reads a byte of it. */
function openReader({ url, count }: Stage): Promise<Socket> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(`GET /graphql HTTP/1.1\r\nHost: ${hostname}\r\nAccept: text/html\r\n\r\n`.repeat(PIPELINED));
      count('connections that never read');
      resolve(socket);
    });
    socket.pause();
    socket.on('error', () => {
      count('cut off');
      resolve(socket);
    });
  });
}

const requests = (stage: Stage, amount: number) =>
  inTurn(
    many(amount, (index) => () => stage.ask(`{ fleet(name: "Design-Fleet") { name } } # ${index}`)),
    4,
  );

export const READERS: readonly Attack[] = [
  {
    line: 'B7',
    what: '200 connections that ask for the GraphiQL page five times and never read',
    // The page is for all callers; so that the fleet is, too.
    env: { GATEWAY_AUTH: 'none' },
    async run(stage) {
      const sockets = await Promise.all(many(CONNECTIONS, () => openReader(stage)));
      await sleep(HELD_MS);
      for (const socket of sockets) socket.destroy();
    },
  },
  {
    line: 'B7',
    what: 'a reader of the log that stops reading, 2,000 requests',
    quick: true,
    log: 'slow',
    run: (stage) => requests(stage, 2_000),
  },
  {
    line: 'B7',
    what: 'a reader of the log that leaves, 1,500 requests',
    quick: true,
    log: 'gone',
    async run(stage) {
      await requests(stage, 1_000);
      await sleep(LEFT_MS);
      await requests(stage, 500);
    },
  },
];
