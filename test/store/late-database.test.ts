import { expect, test } from 'vitest';
import { openBody, parseEvents, subscribing } from '../support/event-stream.ts';
import { startGateway } from '../support/gateway.ts';
import { startWired } from '../support/http-gateway.ts';
import { CHANGES, liveWorld } from '../support/live-subscriptions.ts';
import { POSTGRES } from '../support/postgres.ts';
import { createDatabase } from '../support/shared-postgres.ts';
import { startStoreProxy } from '../support/store-proxy.ts';

const SESSIONS = 5;
const reason = POSTGRES === null ? ' (skipped: PostgreSQL is not installed)' : '';
const TOTAL = '{ liveSessions { totalCount } }';

test.skipIf(POSTGRES === null)(
  `A subscriber of a gateway that started without its database is told to read again once it is there${reason}`,
  async () => {
    const proxy = await startStoreProxy(await createDatabase());
    const environment = { GATEWAY_STORE: proxy.url, GATEWAY_CURSOR_SECRET: 'a secret of both processes' };
    const options = { world: liveWorld(), live: 'always', environment } as const;
    const earlier = await startGateway(options);
    await expect.poll(async () => (await earlier.query(TOTAL)).data.liveSessions.totalCount).toBe(SESSIONS);
    await earlier.close();
    await proxy.cut();

    const gateway = await startWired(options);
    const stream = await openBody(gateway.url, subscribing(CHANGES));
    const batches = () => parseEvents(stream.text).map(({ data }) => data.data.sessionChanges);
    expect((await gateway.query(TOTAL)).data.liveSessions.totalCount).toBe(0);
    await proxy.restore();
    await expect.poll(() => batches().filter(({ resync }) => resync).length).toBe(1);
    await expect.poll(async () => (await gateway.query(TOTAL)).data.liveSessions.totalCount).toBe(SESSIONS);
    stream.close();
  },
);
