import { onTestFinished } from 'vitest';
import { listen } from '../../src/server/http/listen.ts';
import { startGateway, type TestGateway, type TestGatewayOptions } from './gateway.ts';

/** A gateway behind a real HTTP server; closes after the test. */
export interface WiredGateway extends TestGateway {
  /** `http://127.0.0.1:…/graphql` */
  readonly url: string;
  /** A POST as clients send it: on the fast path, unless it is a mutation. */
  post(query: string, headers?: Record<string, string>, signal?: AbortSignal): Promise<Response>;
}

/** @param port where it listens, unless that is taken; any port by default */
export async function startWired(options: TestGatewayOptions, port = 0): Promise<WiredGateway> {
  const gateway = await startGateway(options);
  const listenOn = (each: number) =>
    listen(gateway.handler, { port: each, host: '127.0.0.1', upgrade: gateway.upgrade });
  const listening = await listenOn(port).catch(() => listenOn(0));
  let closing: Promise<void> | undefined;
  const close = async () => {
    await gateway.drainStreams(0);
    await listening.drain();
    await gateway.close();
  };
  const wired = {
    ...gateway,
    url: `${listening.url}/graphql`,
    post: (query: string, headers: Record<string, string> = {}, signal?: AbortSignal) =>
      fetch(`${listening.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query }),
        signal,
      }),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
  onTestFinished(wired.close);
  return wired;
}

/** Headers that fall back to Yoga: the fast path does not negotiate content types. */
export const SLOW = { accept: 'application/json;q=0.9, */*;q=0.1' };
