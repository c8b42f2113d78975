import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commitsOf } from '../../../src/live/replicas/commits-of.ts';

test('Changes of one commit are joined, and stay in the order of their revisions, whatever the clocks of processes say', () => {
  const times = fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 20 });
  fc.assert(
    fc.property(times, (all) => {
      const changes = all.map((committedAt, index) => ({ committedAt, revision: index + 1 }));
      const commits = commitsOf(changes);
      expect(commits.flat()).toEqual(changes);
      for (const commit of commits) expect(new Set(commit.map(({ committedAt }) => committedAt)).size).toBe(1);
      for (const [index, commit] of commits.entries())
        expect(commits[index + 1]?.[0].committedAt).not.toBe(commit[0].committedAt);
    }),
  );
});

test('A time that comes again after that of another process is another commit', () => {
  const changes = [100, 99, 100].map((committedAt, index) => ({ committedAt, revision: index + 1 }));
  expect(commitsOf(changes).map((commit) => commit.map(({ revision }) => revision))).toEqual([[1], [2], [3]]);
});
