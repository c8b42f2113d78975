import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { onTestFinished } from 'vitest';
import { CERTIFICATE, CERTIFICATE_KEY } from './certificate.ts';

/** A forward proxy on loopback: tunnels by CONNECT, and requests in absolute form. It resolves names, its clients do not. */
export interface TestProxy {
  readonly url: string;
  /** Requests that it had: `CONNECT aws.test:443`, `POST http://aws.test/`. */
  readonly seen: readonly string[];
  /** The `Proxy-Authorization` headers that came. */
  readonly credentials: readonly (string | undefined)[];
  /** Connections to it that are open. */
  readonly open: number;
  /** Bytes that its clients' connections took. */
  readonly sent: number;
}

export interface TestProxyOptions {
  /** Ports on loopback, by the host that is asked for. */
  readonly hosts?: Readonly<Record<string, number>>;
  /** `user:password` that it wants. */
  readonly wants?: string;
  /** Answer to CONNECT instead of a tunnel. */
  readonly onConnect?: (socket: Socket) => void;
}

export async function startProxy({ hosts = {}, wants, onConnect }: TestProxyOptions = {}): Promise<TestProxy> {
  const seen: string[] = [];
  const credentials: (string | undefined)[] = [];
  const sockets = new Set<Socket>();
  let closedBytes = 0;

  function admits({ headers }: IncomingMessage): boolean {
    const given = headers['proxy-authorization'];
    credentials.push(given);
    return wants === undefined || given === `Basic ${Buffer.from(wants).toString('base64')}`;
  }

  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    if (!admits(request)) return void response.writeHead(407, { 'content-type': 'text/html' }).end('<html>407</html>');
    const { hostname, port, pathname } = new URL(request.url ?? '', 'http://not.absolute');
    const { 'proxy-authorization': _credentials, 'proxy-connection': _connection, ...headers } = request.headers;
    const onward = httpRequest(
      { host: '127.0.0.1', port: hosts[hostname] ?? port, method: request.method, path: pathname, headers },
      (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers)),
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.on('connect', (request, socket: Socket) => {
    seen.push(`CONNECT ${request.url}`);
    socket.on('error', () => {});
    if (onConnect) {
      // Node's server lets a socket be half open.
      socket.resume().on('end', () => socket.destroy());
      return onConnect(socket);
    }
    if (!admits(request))
      return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n');
    const [host = '', port] = (request.url ?? '').split(':');
    const onward = connect(hosts[host] ?? Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      closedBytes += socket.bytesWritten;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    credentials,
    get open() {
      return sockets.size;
    },
    get sent() {
      return [...sockets].reduce(
        (sum, { bytesWritten, writableLength }) => sum + bytesWritten - writableLength,
        closedBytes,
      );
    },
  };
}

/** TLS with the certificate of the tests before a server that speaks none. @returns its port */
export async function startTls(url: string): Promise<number> {
  const { port } = new URL(url);
  const sockets = new Set<Socket>();
  const server = createTlsServer({ cert: CERTIFICATE, key: CERTIFICATE_KEY }, (socket) => {
    const onward = connect(Number(port), '127.0.0.1');
    sockets.add(socket).add(onward);
    socket.on('error', () => onward.destroy());
    onward.on('error', () => socket.destroy());
    socket.pipe(onward).pipe(socket);
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
