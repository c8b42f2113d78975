import type { StoreTarget } from '../../src/config/store.ts';
import { createLog } from '../../src/log/log.ts';
import { openStore } from '../../src/store/open/open-store.ts';
import type { StoreCommit } from '../../src/store/stored-change.ts';

/**
 * Commits to a store until it is killed, and prints each revision once it is committed.
 *
 * Usage: node scripts/crash/writer.ts '{"kind":"sqlite","path":"/tmp/a.db"}'
 */
const target = JSON.parse(process.argv[2] ?? '') as StoreTarget;
const store = await openStore(target, createLog('silent'));
const sessions = 40;

function commitOf(number: number): StoreCommit {
  const now = Date.now();
  const at = { after: now, before: now };
  const changes = Array.from({ length: 1 + (number % 12) }, (_, index) => {
    const id = `session-${(number * 7 + index) % sessions}`;
    const status = number % 2 === 0 ? 'CONNECTED' : 'DISCONNECTED';
    const body = JSON.stringify({ id, status, number, padding: 'x'.repeat(300) });
    return {
      session: {
        id,
        type: 'SsmSession',
        service: 'SSM',
        accountId: '123456789012',
        region: 'eu-west-1',
        sourceId: '["SSM"]',
        sessionId: id,
        userName: 'anna',
        resource: null,
        fleetName: null,
        stackName: null,
        poolId: null,
        target: null,
        instanceId: null,
        status,
        statusSince: at,
        startedAt: now,
        started: at,
        firstSeenAt: now,
        lastSeenAt: now,
        expiresAt: null,
        isListed: true,
        body,
      },
      end: null,
      status: { name: status, isConnected: status === 'CONNECTED' },
      statusAt: at,
      body,
    } as const;
  });
  return { number, committedAt: now, changes, sources: [], removedSources: [] };
}

for (let number = 1; ; number += 1) {
  const { to } = await store.commit(commitOf(number));
  process.stdout.write(`${to}\n`);
}
