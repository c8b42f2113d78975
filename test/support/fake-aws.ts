import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Server in place of AWS: it answers GetCallerIdentity as AWS does, and everything else as a test has it. */
export interface FakeAws {
  readonly endpoint: string;
  /** Requests that were not for STS. */
  readonly asked: number;
  /** Bytes that its callers' sockets took so far. */
  readonly sent: number;
  /** Connections that are open. */
  readonly open: number;
}

export type Answering = (response: ServerResponse, request: IncomingMessage) => void;

export const JSON_1_1 = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'request-1' };

const CALLER =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';

/** @param sts what answers who we are; as AWS does by default */
export async function startFakeAws(answer: Answering, sts?: Answering): Promise<FakeAws> {
  const sockets = new Set<Socket>();
  let closedBytes = 0;
  let asked = 0;
  const server = createServer((request, response) => {
    request.resume();
    const isSts = request.headers['content-type']?.includes('x-www-form-urlencoded');
    if (isSts && !sts) {
      response.writeHead(200, { 'content-type': 'text/xml' }).end(CALLER);
      return;
    }
    if (!isSts) asked += 1;
    (isSts ? sts : answer)?.(response, request);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      closedBytes += socket.bytesWritten;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get asked() {
      return asked;
    },
    get sent() {
      return [...sockets].reduce(
        (sum, { bytesWritten, writableLength }) => sum + bytesWritten - writableLength,
        closedBytes,
      );
    },
    get open() {
      return sockets.size;
    },
  };
}

/** Writes the same chunk for as long as it is taken. */
export function writeForever(response: ServerResponse, chunk: string | Buffer): void {
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', more);
  more();
}
