import { describe, expect, test } from 'vitest';
import type { LiveSession, SessionChange } from '../../src/live/live-session.ts';
import { toStoredChange } from '../../src/live/recording/to-stored-change.ts';
import { readUsage, type Usage } from '../../src/store/history/usage/usage.ts';
import type { Store } from '../../src/store/store.ts';
import { liveSession, MINUTE, SEEN } from '../support/live-sessions.ts';
import { MEMORY, POSTGRESQL } from '../support/stores.ts';

const HOUR = 60 * MINUTE;
const at = (hours: number) => ({ after: SEEN + hours * HOUR - MINUTE, before: SEEN + hours * HOUR });

/** A personal WorkSpace whose user is connected: AWS has no start of it, and gives the next connection the same key. */
const connectedAt = (hours: number): LiveSession => {
  const { view, ...session } = liveSession(1, { firstSeenAt: SEEN, statusSince: at(hours) });
  return {
    ...session,
    type: 'WorkspaceSession',
    view: { ...view, service: 'WORKSPACES_PERSONAL', startedAt: null, status: 'CONNECTED' },
  };
};
const begun = (kind: 'STARTED' | 'REAPPEARED', hours: number): SessionChange => ({
  ...{ kind, session: connectedAt(hours), at: at(hours), previousStatus: null },
});
const over = (hours: number): SessionChange => ({
  ...{ kind: 'ENDED', session: connectedAt(hours), at: at(hours), previousStatus: 'CONNECTED' },
  ...{ reason: 'DISAPPEARED', isListed: false },
});

async function commit(store: Store, number: number, change: SessionChange): Promise<void> {
  const changes = [toStoredChange(change, null, store.isDurable)];
  await store.commit({ number, committedAt: SEEN, changes, sources: [], removedSources: [] });
}

describe.each([MEMORY, POSTGRESQL])('In $name', (engine) => {
  const reason = engine.missing === null ? '' : ` (skipped: ${engine.missing})`;

  test.skipIf(engine.missing !== null)(
    `each connection to a personal WorkSpace is a record of its own${reason}`,
    async () => {
      const store = await engine.open();
      try {
        const changes = [begun('STARTED', 0), over(2), begun('REAPPEARED', 10), over(11), begun('STARTED', 20)];
        for (const [number, change] of changes.entries()) await commit(store, number + 1, change);
        const rows = await store.sql.all(
          'select id, started_before, ended_before, connections from session order by started_before',
        );
        const times = rows.map(({ started_before, ended_before }) => [started_before, ended_before]);
        expect(times).toEqual([
          [at(0).before, at(2).before],
          [at(10).before, at(11).before],
          [at(20).before, null],
        ]);
        expect(rows.map(({ connections }) => connections)).toEqual([1, 1, 1]);
        // The one that is there has the id of the live session.
        expect(rows[2]?.id).toBe(connectedAt(0).id);
        const spans = await store.sql.all('select id, to_before from span order by from_before');
        expect(spans.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
        const query = { filter: { from: SEEN, to: SEEN + 24 * HOUR }, interval: 'DAY', by: [] } as const;
        const { series } = (await readUsage(store.sql, query, SEEN + 21 * HOUR, { maxPoints: 100 })) as Usage;
        const milliseconds = series[0]?.sessions.milliseconds.reduce((sum, each) => sum + each, 0);
        expect(milliseconds).toBe(4 * HOUR);
      } finally {
        await store.close();
      }
    },
  );
});
