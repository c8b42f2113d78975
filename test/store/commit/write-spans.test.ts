import { expect, test } from 'vitest';
import type { FoldedSession } from '../../../src/store/commit/fold-changes.ts';
import { spanStatements } from '../../../src/store/commit/write-spans.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { emptyDatabases } from '../../support/empty-databases.ts';

/** Session whose open span ends. */
const closing = (id: string) =>
  ({ session: { id }, closedAt: { after: 1, before: 2 }, spans: [] }) as unknown as FoldedSession;

for (const { name, open, migrations, missing } of emptyDatabases.filter((each) => each.name === 'PostgreSQL')) {
  test.skipIf(missing !== null)(
    `${name} finds open spans by their key, also while it has not counted the table`,
    async () => {
      const connection = await open();
      await migrate(connection, migrations);
      await connection.run(`insert into span (id, seq, status, from_before)
      select 'session ' || number, 1, 'CONNECTED', 0 from generate_series(1, 20000) as number`);
      const [statement] = spanStatements(Array.from({ length: 8 }, (_, at) => closing(`session ${at + 1}`)));
      const plan = await connection.all(`explain ${statement?.text}`, statement?.params);
      expect(plan.map((row) => row['QUERY PLAN']).join('\n')).not.toContain('Seq Scan on span');
      expect(await connection.run(statement?.text ?? '', statement?.params)).toBe(8);
      expect(await connection.all('select count(*) as closed from span where to_before = 2')).toEqual([{ closed: 8 }]);
    },
  );
}
