import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';

/** As much of Redis as the rate limiter uses, in its own protocol: a handshake, and the one script, which counts. */
export interface FakeRedis {
  readonly url: string;
  /** Resolves when so many clients may send commands. */
  ready(count: number): Promise<void>;
  /** Answers nothing more. */
  mute(): void;
  /** Drops its clients and takes no new ones. */
  stop(): Promise<void>;
  /** Takes clients again, on the same port. */
  start(): Promise<void>;
}

/** Command of a client: an array of texts. Null while it is incomplete. */
const COMMAND = /^\*(\d+)\r\n((?:\$\d+\r\n[\s\S]*?\r\n)*)/;

export async function startFakeRedis(): Promise<FakeRedis> {
  const counts = new Map<string, number>();
  const sockets = new Set<Socket>();
  let ready = 0;
  let muted = false;
  let server: Server | undefined;
  let port = 0;

  function answer([name = '', , , key = '', points = '1']: string[]): string {
    switch (name.toLowerCase()) {
      case 'info':
        ready += 1;
        return bulk('redis_version:7.0.15\r\nloading:0');
      case 'eval':
        counts.set(key, (counts.get(key) ?? 0) + Number(points));
        return `*2\r\n:${counts.get(key)}\r\n:60000\r\n`;
      case 'evalsha':
        return '-NOSCRIPT No matching script. Please use EVAL.\r\n';
      default:
        return '+OK\r\n';
    }
  }

  function serve(socket: Socket): void {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    let received = '';
    socket.on('data', (chunk) => {
      received += String(chunk);
      for (let found = COMMAND.exec(received); found; found = COMMAND.exec(received)) {
        const parts = [...(found[2] ?? '').matchAll(/\$\d+\r\n([\s\S]*?)\r\n(?=\$|$)/g)].map(([, text = '']) => text);
        if (parts.length < Number(found[1])) return;
        received = received.slice(found[0].length);
        if (!muted) socket.write(answer(parts));
      }
    });
  }

  const redis: FakeRedis = {
    get url() {
      return `redis://default:a-secret@127.0.0.1:${port}`;
    },
    async ready(count) {
      while (ready < count) await new Promise((resolve) => setTimeout(resolve, 5));
      // The answer by which a client knows has to arrive.
      await new Promise((resolve) => setTimeout(resolve, 20));
    },
    mute() {
      muted = true;
    },
    async stop() {
      ready = 0;
      const closed = new Promise((resolve) => server?.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async start() {
      server = createServer(serve);
      await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
      port = (server.address() as AddressInfo).port;
    },
  };
  await redis.start();
  return redis;
}

const bulk = (text: string) => `$${text.length}\r\n${text}\r\n`;
