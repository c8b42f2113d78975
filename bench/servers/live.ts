import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { startEmulator } from '../../emulator/emulator.ts';
import { parseConfig } from '../../src/config/config.ts';
import { createGateway } from '../../src/gateway.ts';
import type { LiveFilter } from '../../src/live/index/live-filter.ts';
import { createLiveIndex, type LiveIndex } from '../../src/live/index/live-index.ts';
import { createLog } from '../../src/log/log.ts';
import { commitOf, LIVE_ACCOUNTS, liveWorld, started } from '../support/live-world.ts';

/** Answers pages of live sessions: as `gateway`, or as `index`, which has the same statements behind node:http alone. */
const [mode = 'index', sessions = '100000'] = process.argv.slice(2);

async function fill(index: LiveIndex): Promise<LiveIndex> {
  index.apply(commitOf(started(liveWorld(Number(sessions))), 0));
  // It applies them in slices, after which it counts.
  await index.count({});
  return index;
}

async function gatewayListener(): Promise<RequestListener> {
  const { endpoint } = await startEmulator({});
  // The accounts are empty, and are scanned once.
  const environment = { GATEWAY_LIVE: 'demand', GATEWAY_LIVE_MAX_AGE_S: '3600', GATEWAY_MUTATIONS: 'off' };
  const config = { ...parseConfig(environment), awsAccounts: LIVE_ACCOUNTS };
  const log = createLog('silent');
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' };
  const { handler, live } = await createGateway(config, { log, auditLog: log, aws: { endpoint, credentials } });
  if (!live) throw new Error('live sessions are off');
  await fill(live.index);
  return handler;
}

async function indexListener(): Promise<RequestListener> {
  const index = await fill(createLiveIndex({ maxAgeMs: 60_000, now: Date.now }));
  return async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { variables } = JSON.parse(Buffer.concat(chunks).toString()) as { variables: { filter: GivenFilter } };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(await answer(index, variables.filter)));
  };
}

type GivenFilter = Omit<LiveFilter, 'startedAfter'> & { readonly startedAfter: string };

async function answer(index: LiveIndex, given: GivenFilter): Promise<object> {
  const filter: LiveFilter = { ...given, startedAfter: Date.parse(given.startedAfter) };
  const order = [{ field: 'STARTED_AT', direction: 'DESC' }] as const;
  const { items } = await index.page({ filter, order, limit: 50, isBackward: false, from: null });
  return {
    nodes: items.map(({ session: { id, view } }) => ({ ...view, id })),
    totalCount: await index.count(filter),
    statuses: await index.facet(filter, 'STATUS', 20),
    resources: await index.facet(filter, 'RESOURCE', 20),
  };
}

const server = createServer(await (mode === 'gateway' ? gatewayListener() : indexListener()));
await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql\n`);
process.once('SIGTERM', () => process.exit(0));
