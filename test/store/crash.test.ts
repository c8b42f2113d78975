import { join } from 'node:path';
import { expect, test } from 'vitest';
import { crashRounds } from '../../scripts/crash/crash-rounds.ts';
import { POSTGRES } from '../support/postgres.ts';
import { createDatabase } from '../support/shared-postgres.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** `npm run crash -- 100` is the long round. */
const ROUNDS = 4;

test('A process that is killed while it commits leaves whole commits in a SQLite file, and loses none', async () => {
  const { faults, revisions } = await crashRounds(
    { kind: 'sqlite', path: join(temporaryFolder(), 'crash.db') },
    ROUNDS,
  );
  expect(faults).toEqual([]);
  expect(revisions).toBeGreaterThan(ROUNDS);
});

const reason = POSTGRES === null ? ' (skipped: PostgreSQL is not installed)' : '';

test.skipIf(POSTGRES === null)(`and in PostgreSQL${reason}`, async () => {
  const url = await createDatabase();
  const { faults, revisions } = await crashRounds({ kind: 'postgres', url }, ROUNDS);
  expect(faults).toEqual([]);
  expect(revisions).toBeGreaterThan(ROUNDS);
});
