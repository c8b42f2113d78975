import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startEmulator } from '../../emulator/emulator.ts';
import { ask, runGateway } from '../support/process.ts';
import { appStreamId, ssmId } from '../support/session-ids.ts';
import { buildWorld } from '../support/world.ts';

const COUNT = 25;

/** A world that any process can be pointed at, and where a process writes its audit log. */
async function startAws() {
  const built = buildWorld()
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: COUNT })
    .ssmSessions({ count: COUNT });
  const emulator = await startEmulator({ world: built.world });
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  onTestFinished(async () => {
    await emulator.close();
    rmSync(folder, { recursive: true });
  });
  const auditLog = join(folder, 'audit.jsonl');
  const environment = {
    ...{ AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'any', AWS_REGION: 'eu-west-1' },
    ...{ AWS_ENDPOINT_URL: emulator.endpoint, GATEWAY_AWS: 'live', GATEWAY_MUTATIONS: 'on' },
    GATEWAY_AUDIT_LOG: auditLog,
  };
  const { appStreamSessions, ssmSessions } = built.location;
  return {
    emulator,
    sessions: [...appStreamSessions.values(), ...ssmSessions.values()],
    ids: [...appStreamSessions.values()]
      .map((one) => appStreamId(one))
      .concat([...ssmSessions.values()].map((one) => ssmId(one))),
    audit: () =>
      readFileSync(auditLog, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    async start() {
      const gateway = await runGateway(environment);
      onTestFinished(() => void gateway.child.kill('SIGKILL'));
      return gateway;
    },
  };
}

const end = (url: string, ids: readonly string[]) =>
  ask(
    url,
    `mutation { terminateSessions(input: { ids: ${JSON.stringify(ids)} }) { results { id outcome } } }`,
  ) as Promise<{
    data: { terminateSessions: { results: { id: string; outcome: string }[] } };
  }>;

test('After a kill during a bulk termination, the audit log has the attempts, and a repeated call terminates the rest', async () => {
  const { emulator, ids, audit, sessions, start } = await startAws();
  const ends = () => emulator.calls.filter(({ operation }) => /^(Expire|Terminate)Session$/.test(operation));
  const toldOf = () => new Set(ends().map(({ input }) => input.SessionId));
  // AWS answers a few of each service, and hangs until the process is killed.
  for (const operation of ['ExpireSession', 'TerminateSession'])
    emulator.faults.push({ operation, kind: 'hang', after: 3 });

  const first = await start();
  const broken = end(first.url, ids).catch(() => 'broken');
  await expect.poll(() => ends().length).toBeGreaterThanOrEqual(2 * 20);
  first.child.kill('SIGKILL');
  await first.ended;
  expect(await broken).toBe('broken');

  const [intent, ...steps] = audit();
  expect(intent).toMatchObject({ phase: 'intent', operation: 'terminateSessions', input: { ids } });
  const attempted = new Set(steps.map(({ sessionId }) => sessionId));
  expect([...toldOf()].filter((id) => !attempted.has(id))).toEqual([]);
  expect(attempted.size).toBeLessThan(2 * COUNT);
  expect(steps.filter(({ phase }) => phase === 'result')).toEqual([]);

  emulator.faults.length = 0;
  const toldBefore = toldOf();
  const second = await start();
  const { data } = await end(second.url, ids);
  const outcomes = data.terminateSessions.results.map(({ outcome }) => outcome);
  expect(outcomes).toEqual(
    sessions.map((session) =>
      toldBefore.has('Id' in session ? session.Id : session.SessionId) ? 'ALREADY_ENDED' : 'TERMINATED',
    ),
  );
  expect(
    sessions.map((session) => ('State' in session ? session.State : 'Status' in session && session.Status)),
  ).toEqual([...Array(COUNT).fill('EXPIRED'), ...Array(COUNT).fill('Terminated')]);
  expect(audit().at(-1)).toMatchObject({ phase: 'result', operation: 'terminateSessions', outcome: 'done' });
});
