import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { startEmulator } from '../../emulator/emulator.ts';
import { parseConfig } from '../../src/config/config.ts';
import { createGateway } from '../../src/gateway.ts';
import type { LiveSession, SessionChange } from '../../src/live/live-session.ts';
import { createLog } from '../../src/log/log.ts';
import { nodeIdOf } from '../../src/schema/sessions/session-node.ts';
import { listen } from '../../src/server/http/listen.ts';
import { providerOf } from '../../src/sessions/providers.ts';
import { controlServer, MANY } from '../support/stream-control.ts';

/** The gateway with live sessions that change on request: `POST /commit?changes=200` on the control port. */
const SESSIONS = 1_000;
const location = { accountId: '123456789012', region: 'eu-west-1' };

function sessionOf(number: number, status: 'CONNECTED' | 'NOT_CONNECTED'): LiveSession {
  const { toSession, sessionType } = providerOf('APPSTREAM');
  const model = {
    Id: `session-${number}`,
    UserId: `user-${number}`,
    StackName: 'Design',
    FleetName: `fleet-${number % 10}`,
    State: 'ACTIVE',
    ConnectionState: status,
    AuthenticationType: 'SAML',
    StartTime: new Date(0),
    location,
  };
  const any = { type: sessionType, session: model, view: toSession(model as never, new Date(0)) } as never;
  return {
    ...(any as LiveSession),
    id: nodeIdOf(any),
    sourceId: 'bench',
    userName: `user-${number}`,
    firstSeenAt: 0,
    statusSince: { after: 0, before: 0 },
  };
}

const emulator = await startEmulator({});
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' };
const config = {
  ...parseConfig({ ...MANY, GATEWAY_LIVE: 'demand', GATEWAY_MUTATIONS: 'off' }),
  awsAccounts: [{ accountId: location.accountId, regions: [location.region] }],
};
const log = createLog('silent');
const gateway = await createGateway(config as never, {
  log,
  auditLog: log,
  aws: { endpoint: emulator.endpoint, credentials },
});
const { live } = gateway;
if (!live) throw new Error('live sessions are off');
const at = { after: 0, before: 0 };
const commit = (changes: readonly SessionChange[]) =>
  live.recorder.commit({ changes, sources: [], removedSources: [] });
commit(
  Array.from({ length: SESSIONS }, (_, number) => ({
    kind: 'STARTED' as const,
    session: sessionOf(number, 'CONNECTED'),
    at,
    previousStatus: null,
  })),
);
let turn = 0;
const control = createServer(
  controlServer((count) => {
    turn += 1;
    const kind = turn % 2 === 1 ? 'DISCONNECTED' : 'CONNECTED';
    const status = kind === 'CONNECTED' ? 'CONNECTED' : 'NOT_CONNECTED';
    const changes = Array.from({ length: count }, (_, number) => sessionOf(number, status));
    commit(changes.map((session) => ({ kind, session, at, previousStatus: 'CONNECTED' })));
  }),
);
await new Promise<void>((resolve) => void control.listen(0, '127.0.0.1', resolve));
const where = { ...config, port: 0, upgrade: gateway.upgrade };
const { url } = await listen(gateway.handler, where);
process.stdout.write(`${url}/graphql ${(control.address() as AddressInfo).port}\n`);
