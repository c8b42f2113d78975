import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createLog } from '../../src/log/log.ts';
import { openStore } from '../../src/store/open/open-store.ts';
import { startLive, type TestLive } from '../support/live.ts';
import { POSTGRES } from '../support/postgres.ts';
import { createDatabase } from '../support/shared-postgres.ts';
import { startStoreProxy } from '../support/store-proxy.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { buildWorld } from '../support/world.ts';

const log = createLog('silent');

/** A store that the test makes fail. */
interface FailingStore {
  readonly store: Awaited<ReturnType<typeof openStore>>;
  fail(): Promise<void>;
  recover(): Promise<void>;
  /** Opens it again, as the next process does. */
  reopen(): ReturnType<typeof openStore>;
}

/** A disk without room: SQLite may not add a page to the file. */
async function fullFile(): Promise<FailingStore> {
  const target = { kind: 'sqlite', path: join(temporaryFolder(), 'full.db') } as const;
  const store = await openStore(target, log);
  const limit = (pages: string) => store.sql.all(`pragma max_page_count = ${pages}`);
  return {
    store,
    fail: async () => void (await limit('1')),
    recover: async () => void (await limit('1000000')),
    reopen: () => openStore(target, log),
  };
}

async function readOnlyFile(): Promise<FailingStore> {
  const target = { kind: 'sqlite', path: join(temporaryFolder(), 'read-only.db') } as const;
  const store = await openStore(target, log);
  const readOnly = (isOn: string) => store.sql.all(`pragma query_only = ${isOn}`);
  return {
    store,
    fail: async () => void (await readOnly('on')),
    recover: async () => void (await readOnly('off')),
    reopen: () => openStore(target, log),
  };
}

/** PostgreSQL behind a network that is cut: connections break, and new ones are rejected. */
async function distantPostgres(): Promise<FailingStore> {
  const proxy = await startStoreProxy(await createDatabase());
  onTestFinished(proxy.cut);
  const target = { kind: 'postgres', url: proxy.url } as const;
  return {
    store: await openStore(target, log),
    fail: proxy.cut,
    recover: proxy.restore,
    reopen: () => openStore(target, log),
  };
}

const ENGINES = [
  { what: 'a SQLite file on a full disk', create: fullFile, isThere: true },
  { what: 'a SQLite file that cannot be written', create: readOnlyFile, isThere: true },
  { what: 'PostgreSQL away', create: distantPostgres, isThere: POSTGRES !== null },
];

const many = { UserId: 'x'.repeat(30) };

async function running({ store }: FailingStore) {
  const builder = buildWorld()
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 20 })
    .ssmSessions({ count: 3 });
  const live = await startLive({ world: builder.world, store });
  live.live.start();
  await live.until(() => live.sessions.size === 23);
  await live.pass(20_000, 1_000);
  return { live, builder };
}

const codesOf = ({ live }: TestLive) => [...new Set(live.sources().map(({ error }) => error?.code))];

describe.each(ENGINES)('With $what', ({ create, isThere, what }) => {
  const reason = isThere ? '' : ` (skipped: ${what} needs PostgreSQL, which is not installed)`;

  test.skipIf(!isThere)(`live sessions stay as they were stored, and go on once it is back${reason}`, async () => {
    const failing = await create();
    const { live, builder } = await running(failing);
    await failing.fail();
    for (let more = 0; more < 3; more += 1)
      builder.appStreamSessions({ stack: 'Design', fleet: 'design', count: 150, ...many });
    // Either a commit fails first, or a lease of PostgreSQL that cannot be renewed.
    await live.until(() => codesOf(live).join() === 'STORE_UNAVAILABLE');
    // What still found room is stored, and visible.
    const [size, revision] = [live.sessions.size, live.live.changes.revision];
    const [ended] = builder.location.ssmSessions.keys();
    builder.location.ssmSessions.delete(ended ?? '');
    const calls = live.emulator.count();
    await live.pass(120_000, 1_000);

    // Scans pause: only what was under way is answered.
    expect(live.emulator.count() - calls).toBeLessThan(20);
    expect([live.sessions.size, live.live.changes.revision]).toEqual([size, revision]);
    expect(await live.live.index.count({})).toBe(size);
    expect(codesOf(live)).toEqual(['STORE_UNAVAILABLE']);
    expect(live.log.filter(({ level, code }) => level === 'error' && code !== undefined).length).toBeLessThanOrEqual(3);

    await failing.recover();
    await live.until(() => !live.live.recorder.isFailing && live.sessions.size === 472);
    await live.until(() => codesOf(live).every((code) => code === undefined));
    const stored = live.live.changes.revision;
    await live.close();
    const again = await failing.reopen();
    const restored = await again.restore({ changesAfter: 0, maxChanges: 10_000, maxEnded: 10 });
    await again.close();
    expect([restored.revision, restored.sessions.length, restored.changes.length]).toEqual([stored, 472, stored]);
  });
});
