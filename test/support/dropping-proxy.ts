import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { PROTOCOL, socketUrl } from './socket-url.ts';

/** A router between clients and the gateway, which drops batches of subscriptions and breaks connections, over all transports. */
export interface DroppingProxy {
  readonly url: string;
  /** Number of batches dropped so far. */
  readonly dropped: number;
  /** Number of streams broken so far. */
  readonly broken: number;
  /** Breaks all streams. */
  breakAll(): void;
  /** Drops no batch from now on. */
  dropNothing(): void;
  close(): void;
}

/** A stream that is open. */
interface Breakable {
  break(): void;
}

/** @param target URL of the gateway @param every which batches are dropped: one of so many */
export async function droppingProxy(target: string, every: number): Promise<DroppingProxy> {
  const open = new Set<Breakable>();
  let [count, dropped, broken] = [0, 0, 0];
  let isDropping = true;

  function isDropped(text: string): boolean {
    if (!isDropping || !text.includes('"sessionChanges"')) return false;
    count += 1;
    if (count % every !== 0) return false;
    dropped += 1;
    return true;
  }

  const server = createServer((request, response) => {
    const { method, headers, url = '' } = request;
    const onward = send(new URL(url, target), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      const separator = separatorOf(answer);
      if (!separator) return void answer.pipe(response);
      const stream = { break: () => void response.destroy() };
      open.add(stream);
      forward(answer, response, separator, isDropped);
      response.on('close', () => open.delete(stream));
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });

  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => PROTOCOL });
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    sockets.handleUpgrade(request, socket, head, (client) => {
      const stream = { break: () => client.terminate() };
      open.add(stream);
      client.on('close', () => open.delete(stream));
      relaySocket(client, new WebSocket(socketUrl(new URL(request.url ?? '', target).href), PROTOCOL), isDropped);
    });
  });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    get dropped() {
      return dropped;
    },
    get broken() {
      return broken;
    },
    breakAll() {
      broken += open.size;
      for (const stream of [...open]) stream.break();
    },
    dropNothing() {
      isDropping = false;
    },
    close() {
      server.close();
      server.closeAllConnections();
      for (const stream of [...open]) stream.break();
    },
  };
}

/** Text between two results of a stream; undefined for other answers. */
function separatorOf({ headers }: IncomingMessage): string | undefined {
  const type = headers['content-type'] ?? '';
  if (type.startsWith('text/event-stream')) return '\n\n';
  return type.startsWith('multipart/mixed') ? '\r\n--graphql' : undefined;
}

function forward(
  answer: IncomingMessage,
  response: ServerResponse,
  separator: string,
  isDropped: (text: string) => boolean,
) {
  let rest = '';
  answer.setEncoding('utf8').on('data', (text: string) => {
    const blocks = (rest + text).split(separator);
    rest = blocks.pop() ?? '';
    for (const block of blocks) if (!isDropped(block)) response.write(block + separator);
  });
  answer.on('close', () => response.destroy());
  response.on('close', () => answer.destroy());
}

function relaySocket(client: WebSocket, gateway: WebSocket, isDropped: (text: string) => boolean): void {
  const waiting: string[] = [];
  client.on('message', (data) => {
    if (gateway.readyState === gateway.OPEN) gateway.send(String(data));
    else waiting.push(String(data));
  });
  gateway.on('open', () => {
    for (const text of waiting) gateway.send(text);
  });
  gateway.on('message', (data) => {
    if (!isDropped(String(data)) && client.readyState === client.OPEN) client.send(String(data));
  });
  gateway.on('close', () => client.terminate()).on('error', () => client.terminate());
  client.on('close', () => gateway.terminate()).on('error', () => gateway.terminate());
}
