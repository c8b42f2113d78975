import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exclusiveConnection, type Statements } from '../../../src/store/sqlite/exclusive-connection.ts';
import { StoreError } from '../../../src/store/store-error.ts';

/** Statements that note when they begin and end, and take so many turns of the event loop. */
function noted(turnsOf: (text: string) => number = () => 1) {
  const notes: string[] = [];
  const failing = new Set<string>();
  const perform = async (text: string) => {
    notes.push(text);
    for (let turn = turnsOf(text); turn > 0; turn -= 1) await new Promise((resolve) => setImmediate(resolve));
    if (failing.has(text)) throw new StoreError(`${text} fails`, 'FAILED');
  };
  const statements: Statements = {
    all: async (text) => {
      await perform(text);
      return [{ text }];
    },
    run: async (text) => {
      await perform(text);
      return 1;
    },
  };
  return { notes, failing, connection: exclusiveConnection(statements) };
}

/** Work of one caller: a statement, or a transaction of some, which may fail at its end. */
const works = fc.array(
  fc.record({
    statements: fc.integer({ min: 1, max: 4 }),
    isTransaction: fc.boolean(),
    isFailing: fc.boolean(),
    turns: fc.nat(3),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('Transactions on one connection', () => {
  test('never have a statement of others within them, and all take their turns in order', async () => {
    await fc.assert(
      fc.asyncProperty(works, async (all) => {
        const { notes, connection } = noted((text) => all[Number(text.split('.')[0])]?.turns ?? 0);
        const results = all.map(async ({ statements, isTransaction, isFailing }, number) => {
          if (!isTransaction) return connection.run(`${number}.0`);
          return connection.transaction(async (transaction) => {
            for (let at = 0; at < statements; at += 1) await transaction.all(`${number}.${at}`);
            if (isFailing) throw new Error(`${number} fails`);
            return statements;
          });
        });
        const settled = await Promise.allSettled(results);
        const expected = all.flatMap(({ statements, isTransaction, isFailing }, number) => {
          const texts = Array.from({ length: isTransaction ? statements : 1 }, (_, at) => `${number}.${at}`);
          return isTransaction ? ['begin immediate', ...texts, isFailing ? 'rollback' : 'commit'] : texts;
        });
        expect(notes).toEqual(expected);
        for (const [number, { isTransaction, isFailing }] of all.entries())
          expect(settled[number]?.status).toBe(isTransaction && isFailing ? 'rejected' : 'fulfilled');
      }),
      { numRuns: 150 },
    );
  });

  test('that cannot begin, or commit, give their turn on', async () => {
    const { notes, failing, connection } = noted();
    const works = () => connection.transaction(async (transaction) => transaction.run('work'));
    failing.add('begin immediate');
    await expect(works()).rejects.toMatchObject({ code: 'FAILED' });
    failing.clear();
    failing.add('commit').add('rollback');
    await expect(works()).rejects.toThrow('commit fails');
    failing.clear();
    expect(await works()).toBe(1);
    expect(notes.join(', ')).toBe(
      'begin immediate, begin immediate, work, commit, rollback, begin immediate, work, commit',
    );
  });

  test('cannot be nested, and the outer one is rolled back', async () => {
    const { notes, connection } = noted();
    const nested = connection.transaction((outer) => outer.transaction(async () => {}));
    await expect(nested).rejects.toThrow('cannot be nested');
    expect(notes).toEqual(['begin immediate', 'rollback']);
  });

  test('of more than a thousand callers that wait are rejected at once, and the others are served', async () => {
    const { notes, connection } = noted();
    const first = connection.run('first');
    const waiting = Array.from({ length: 1_000 }, (_, number) => connection.run(`waits ${number}`));
    await expect(connection.run('one too many')).rejects.toMatchObject({ code: 'TOO_MANY_STATEMENTS' });
    await Promise.all([first, ...waiting]);
    expect(notes).toHaveLength(1_001);
    expect(notes).not.toContain('one too many');
    expect(await connection.run('again')).toBe(1);
  });
});
