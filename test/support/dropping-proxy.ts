import { createServer, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A router between clients and the gateway, which drops batches of subscriptions and breaks connections. */
export interface DroppingProxy {
  readonly url: string;
  /** Number of batches dropped so far. */
  readonly dropped: number;
  /** Breaks all streams. */
  breakAll(): void;
}

/** @param separator between two results of a stream @param every which results are dropped: one of so many */
export async function droppingProxy(target: string, separator: string, every: number): Promise<DroppingProxy> {
  const open = new Set<ServerResponse>();
  let [count, dropped] = [0, 0];

  function isDropped(block: string): boolean {
    if (!block.includes('sessionChanges')) return false;
    count += 1;
    if (count % every !== 0) return false;
    dropped += 1;
    return true;
  }

  const server = createServer((request, response) => {
    const { method, headers, url = '' } = request;
    const onward = send(new URL(url, target), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      if (!/event-stream|multipart/.test(answer.headers['content-type'] ?? '')) return void answer.pipe(response);
      open.add(response);
      let rest = '';
      answer.setEncoding('utf8').on('data', (text: string) => {
        const blocks = (rest + text).split(separator);
        rest = blocks.pop() ?? '';
        for (const block of blocks) if (!isDropped(block)) response.write(block + separator);
      });
      answer.on('close', () => response.destroy());
      response.on('close', () => {
        open.delete(response);
        answer.destroy();
      });
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    get dropped() {
      return dropped;
    },
    breakAll() {
      for (const response of open) response.destroy();
    },
  };
}
