import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished } from 'vitest';
import { columnOf, gone, openPage, seen, startForPage, browserTest as test } from '../support/console-page.ts';
import { consoleWorld } from '../support/console-world.ts';
import type { TestGatewayOptions } from '../support/gateway.ts';
import { driveLive, liveWorld } from '../support/live-subscriptions.ts';

/** The list of a gateway whose sessions the test changes: three of Alice, two of Bob. */
async function start(options: TestGatewayOptions = {}, path = '/sessions') {
  const gateway = await startForPage({ world: liveWorld(), ...options });
  const page = await openPage(new URL(path, gateway.url), { expected: /ERR_|status of 50/ });
  await seen(page.getByText('Live', { exact: true }));
  return { gateway, page, live: driveLive(gateway) };
}

describe('A list that is shown', () => {
  test('shows another status in place, and no row moves', async () => {
    const { page, live } = await start({}, '/sessions?sort=user');
    const before = await columnOf(page, 'User');
    const [first] = await live.sessionsOf('bob@example.com');
    if (first) live.setStatus(first, 'DISCONNECTED');
    await expect
      .poll(async () => (await columnOf(page, 'Status')).filter((status) => status === 'Disconnected'))
      .toHaveLength(1);
    expect(await columnOf(page, 'User')).toEqual(before);
    await seen(page.getByRole('button', { name: 'Disconnected 1' }));
  });

  test('announces sessions that begin and end, and shows them on demand', async () => {
    const { page, live } = await start({}, '/sessions?sort=user');
    const [alice] = await live.sessionsOf('alice@example.com');
    const [bob] = await live.sessionsOf('bob@example.com');
    if (!alice || !bob) throw new Error('no session is there');
    live.end(alice);
    await seen(page.getByText('Left the list'));
    live.start({ ...bob, id: 'new', session: { ...bob.session, Id: 'new-session' } as never });
    await seen(page.getByRole('button', { name: 'Show 1 new, 1 gone' }));
    expect(await columnOf(page, 'User')).toHaveLength(5);
    await page.getByRole('button', { name: 'Show 1 new, 1 gone' }).click();
    await gone(page.getByText('Left the list'));
    expect(await columnOf(page, 'User')).toHaveLength(5);
  });

  test('is read again by itself while it is followed', async () => {
    const { page, live } = await start();
    await page.getByText('Follow', { exact: true }).click();
    const [alice] = await live.sessionsOf('alice@example.com');
    if (alice) live.end(alice);
    await expect.poll(() => columnOf(page, 'User')).toHaveLength(4);
    await seen(page.getByRole('heading', { name: 'Sessions (4)' }));
  });

  test('names a source that fails, since when and why, keeps its sessions, and says no more when it has recovered', async () => {
    const { gateway, page } = await start({ cacheTtlMs: 0, live: 'always', config: { liveMaxAgeS: 3 } });
    gateway.emulator.faults.push({
      kind: 'error',
      operation: 'DescribeSessions',
      service: 'appstream',
      code: 'AccessDeniedException',
      status: 400,
    });
    await seen(page.getByText('1 source is not up to date'));
    await seen(page.getByText(/stack Design.*UPSTREAM_ACCESS_DENIED, as of/));
    expect(await columnOf(page, 'User')).toHaveLength(5);
    gateway.emulator.clearFaults();
    await gone(page.getByText('1 source is not up to date'));
  });

  test('says of a source that it was never read where it has failed from the start', async () => {
    const gateway = await startForPage({ world: liveWorld() });
    gateway.emulator.faults.push({
      kind: 'error',
      operation: 'DescribeSessions',
      code: 'AccessDeniedException',
      status: 400,
    });
    const page = await openPage(new URL('/sessions', gateway.url));
    await seen(page.getByText(/stack Design.*UPSTREAM_ACCESS_DENIED, never read/));
  });

  test('goes on after the gateway was away, with what has changed meanwhile', async () => {
    const { gateway, page, live } = await start();
    await gateway.drainStreams(0);
    const [bob] = await live.sessionsOf('bob@example.com');
    if (bob) live.setStatus(bob, 'DISCONNECTED');
    await expect
      .poll(async () => (await columnOf(page, 'Status')).filter((status) => status === 'Disconnected'))
      .toHaveLength(1);
    await seen(page.getByText('Live', { exact: true }));
  });
});

test('A gateway that is restarted is found again by the page, which reads its list anew', async () => {
  const first = await startForPage({ world: liveWorld() });
  const forwarder = await startForwarder(first.url);
  const page = await openPage(new URL('/sessions', forwarder.url), { expected: /ERR_|status of 50|Failed to load/ });
  await seen(page.getByText('Live', { exact: true }));
  await forwarder.close();
  await seen(page.getByText('Reconnecting', { exact: true }));
  await seen(page.getByText(/^The gateway does not answer/));
  const second = await startForPage({ world: consoleWorld().world });
  await forwarder.open(second.url);
  await seen(page.getByRole('heading', { name: 'Sessions (77)' }));
  await seen(page.getByText('Live', { exact: true }));
});

/** Forwards connections of one port, which stays, to one gateway after another. */
async function startForwarder(url: string) {
  let target = new URL(url);
  const server: Server = createServer(async (request, response) => {
    const { request: ask } = await import('node:http');
    const onward = ask(
      new URL(request.url ?? '/', target),
      { method: request.method, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
        answer.on('error', () => response.destroy());
      },
    );
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(() => void server.closeAllConnections());
  onTestFinished(() => void server.close());
  return {
    url: `http://127.0.0.1:${port}/`,
    close,
    async open(next: string) {
      target = new URL(next);
      await listen(port);
    },
  };
}
