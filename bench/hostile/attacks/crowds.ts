import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Attack, many } from '../attack.ts';
import type { Stage } from '../stage.ts';

const CONNECTIONS = 200;
/** By then all but the last bytes have been read. */
const SENT_MS = 500;

interface Sender {
  sendLast(): void;
  readonly answered: Promise<void>;
}

/** Sends a request up to its last byte. */
function openSender({ url, issuer, count }: Stage, query: string): Sender {
  const { hostname, port, host } = new URL(url);
  const body = JSON.stringify({ query });
  const head = [
    'POST /graphql HTTP/1.1',
    `Host: ${host}`,
    'Connection: close',
    'Content-Type: application/json',
    `Authorization: Bearer ${issuer.tokens.reader}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ].join('\r\n');
  const socket: Socket = connect(Number(port), hostname);
  socket.write(`${head}\r\n\r\n${body.slice(0, -1)}`);
  let text = '';
  socket.on('data', (chunk) => {
    text += String(chunk);
  });
  const answered = new Promise<void>((resolve) => {
    socket.on('error', () => {});
    socket.on('close', () => {
      count(/"code":"(\w+)"/.exec(text)?.[1] ?? (text.startsWith('HTTP/1.1 200') ? 'ok' : 'cut off'));
      resolve();
    });
  });
  return { sendLast: () => void socket.write(body.slice(-1)), answered };
}

const documentOf = (list: string, index: number, fields: number) =>
  `{ ${list} { nodes { ${many(fields, (field) => `a${index}x${field}: id`).join(' ')} } } }`;

const crowd = (what: string, queryOf: (index: number) => string, world: readonly string[] = []): Attack => ({
  line: 'B1',
  what,
  world,
  async run(stage) {
    const senders = many(CONNECTIONS, (index) => openSender(stage, queryOf(index)));
    await sleep(SENT_MS);
    for (const { sendLast } of senders) sendLast();
    await Promise.all(senders.map(({ answered }) => answered));
  },
});

export const CROWDS: readonly Attack[] = [
  crowd('200 distinct documents of 190 fields, whose last bytes arrive at once', (index) =>
    documentOf('fleets(first: 1)', index, 190),
  ),
  crowd(
    '200 requests for 200 sessions of 60 fields each, which wait for one AWS call',
    (index) => documentOf('ssmSessions(first: 200)', index, 60),
    ['--sessions', '4300', '--latency', '300'],
  ),
];
