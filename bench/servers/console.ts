import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import type { LiveSession, SessionChange } from '../../src/live/live-session.ts';
import { listen } from '../../src/server/http/listen.ts';
import { startLiveGateway } from '../support/live-gateway.ts';
import { liveWorld, seededRandom } from '../support/live-world.ts';

/**
 * The gateway with its console and a number of live sessions that change on request: `POST /commit?changes=50` on the control port.
 * Eight in ten changes are of a status; the others end a session, or start one that has ended.
 */
const sessions = liveWorld(Number(process.argv[2]));
const { gateway, config, commit } = await startLiveGateway(sessions);
const random = seededRandom(11);
const ended: LiveSession[] = [];

function change(): SessionChange | undefined {
  const kind = random(10);
  const now = Date.now();
  const at = { after: now, before: now };
  if (kind === 0 && ended.length > 0) {
    const session = { ...(ended.shift() as LiveSession), statusSince: at };
    sessions.push(session);
    return { kind: 'STARTED', session, at, previousStatus: null };
  }
  const index = random(sessions.length);
  const before = sessions[index];
  if (!before) return undefined;
  const previousStatus = before.view.status;
  if (kind === 1 && ended.length <= sessions.length) {
    sessions[index] = sessions.at(-1) as LiveSession;
    sessions.pop();
    ended.push(before);
    return { kind: 'ENDED', session: before, at, previousStatus, reason: 'DISAPPEARED', isListed: false };
  }
  const status = previousStatus === 'CONNECTED' ? 'DISCONNECTED' : 'CONNECTED';
  const session = { ...before, view: { ...before.view, status }, statusSince: at } as LiveSession;
  sessions[index] = session;
  return { kind: status, session, at, previousStatus };
}

const control = createServer(async ({ url = '' }, response) => {
  const count = Number(new URL(url, 'http://localhost').searchParams.get('changes'));
  await commit(Array.from({ length: count }, change).filter((each) => each !== undefined));
  response.end();
});
await new Promise<void>((resolve) => void control.listen(0, '127.0.0.1', resolve));
const { url } = await listen(gateway.handler, { ...config, port: 0, upgrade: gateway.upgrade });
process.stdout.write(`${url}/graphql ${(control.address() as AddressInfo).port}\n`);
