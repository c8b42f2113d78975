import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A raw TCP connection. */
export interface RawConnection {
  readonly socket: Socket;
  /** Bytes received so far. */
  received(): string;
  /** All bytes, once the peer has closed. */
  readonly closed: Promise<string>;
}

export function openRaw(url: string): RawConnection {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname.replace(/^\[|\]$/g, ''));
  onTestFinished(() => void socket.destroy());
  const chunks: Buffer[] = [];
  const received = () => Buffer.concat(chunks).toString('latin1');
  const closed = new Promise<string>((resolve) => {
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => {}).on('close', () => resolve(received()));
  });
  return { socket, received, closed };
}

/** Sends bytes, which must request `Connection: close`, and returns the whole answer. */
export async function sendRaw(url: string, bytes: string): Promise<string> {
  const { socket, closed } = openRaw(url);
  socket.write(bytes, 'latin1');
  return closed;
}

export const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
