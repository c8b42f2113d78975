import { describe, expect, onTestFinished, test } from 'vitest';
import { createLog } from '../../../src/log/log.ts';
import { createRateLimit, type RateLimit } from '../../../src/server/limits/rate-limit.ts';
import { openPostgresStore } from '../../../src/store/open/open-postgres-store.ts';
import type { SqlConnection } from '../../../src/store/sql.ts';
import { HAS_PGBOUNCER } from '../../support/pgbouncer.ts';
import { POSTGRES } from '../../support/postgres.ts';
import { createDatabase, throughPgbouncer } from '../../support/shared-postgres.ts';
import { countStatements } from '../../support/statements.ts';
import { startStoreProxy } from '../../support/store-proxy.ts';

const it = test.skipIf(POSTGRES === null);
const reason = POSTGRES === null ? ' (skipped: PostgreSQL is not installed)' : '';

interface Counting {
  /** Creates the limit of one replica: three requests a minute. */
  limit(url?: string): Promise<RateLimit>;
  readonly url: string;
  readonly sql: SqlConnection;
  readonly log: readonly Readonly<Record<string, unknown>>[];
}

async function counting(): Promise<Counting> {
  const own = await createDatabase();
  const store = await openPostgresStore(own, '');
  onTestFinished(store.close);
  const lines: Record<string, unknown>[] = [];
  const log = createLog('info', { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
  return {
    url: own,
    sql: store.sql,
    log: lines,
    async limit(url = own) {
      const options = { ratePerMinute: 3, redisUrl: '', database: { url, passwordFile: '' } };
      const limit = (await createRateLimit(options, log)) as RateLimit;
      onTestFinished(limit.close);
      return limit;
    },
  };
}

/** Takes requests one after the other. @returns which of them are admitted */
async function admitted(limits: readonly RateLimit[], key = 'alice'): Promise<boolean[]> {
  const seen: boolean[] = [];
  for (const limit of limits) seen.push((await limit.take(key)) === 0);
  return seen;
}

describe('Requests counted in the database of the store', () => {
  it(`are those of all replicas together, each caller's apart${reason}`, async () => {
    const { limit, sql } = await counting();
    const [one, two, three] = [await limit(), await limit(), await limit()];
    expect(await admitted([one, two, three, one, two, three])).toEqual([true, true, true, false, false, false]);
    expect(await admitted([two], 'bob')).toEqual([true]);
    expect(await three.take('alice')).toBeLessThanOrEqual(60_000);
    const rows = await sql.all('select key, points from request_count order by points');
    expect(rows.map(({ points }) => points)).toEqual([1, 6]);
    expect(JSON.stringify(rows)).not.toMatch(/alice|bob/);
  });

  it(`take one statement each, and none once the caller is above the limit${reason}`, async () => {
    const { limit } = await counting();
    const [one, two] = [await limit(), await limit()];
    const statements = countStatements();
    onTestFinished(statements.stop);
    await admitted([one, two, one, one, two]);
    expect(statements.count).toBe(5);
    await admitted(Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? one : two)));
    expect(statements.count).toBe(5);
  });

  it(`begin anew with the next minute${reason}`, async () => {
    const { limit, sql } = await counting();
    const one = await limit();
    await admitted([one, one, one]);
    await sql.run('update request_count set expire = 1');
    expect(await admitted([one, one, one, one])).toEqual([true, true, true, false]);
  });

  it(`may be of callers whose names are long${reason}`, async () => {
    const one = await (await counting()).limit();
    expect(await admitted([one, one, one, one], 'x'.repeat(5_000))).toEqual([true, true, true, false]);
  });

  test.skipIf(POSTGRES === null || !HAS_PGBOUNCER)('are counted through PgBouncer in transaction mode', async () => {
    const { limit, url } = await counting();
    const through = throughPgbouncer(url);
    const [one, two, three] = [await limit(through), await limit(through), await limit(through)];
    expect(await admitted([one, two, three, one, two, three])).toEqual([true, true, true, false, false, false]);
  });

  it(`are counted by each replica while the database is away, with one warning until it is back${reason}`, async () => {
    const { limit, url, log } = await counting();
    const proxy = await startStoreProxy(url);
    onTestFinished(proxy.cut);
    const one = await limit(proxy.url);
    expect(await admitted([one])).toEqual([true]);
    await proxy.cut();
    expect(await admitted([one, one, one, one])).toEqual([true, true, true, false]);
    await proxy.restore();
    await expect.poll(async () => (await admitted([one])) && log.map(({ level }) => level)).toEqual(['warn', 'info']);
    expect(log[0]?.msg).toBe('PostgreSQL is unavailable: each replica counts its own requests');
  });

  it(`are counted by each replica where the database does not answer${reason}`, async () => {
    const { limit, url, log } = await counting();
    const proxy = await startStoreProxy(url);
    onTestFinished(proxy.cut);
    const one = await limit(proxy.url);
    await admitted([one]);
    proxy.freeze();
    expect(await admitted([one, one, one, one])).toEqual([true, true, true, false]);
    expect(log).toHaveLength(1);
  });
});
