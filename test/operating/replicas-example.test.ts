import process from 'node:process';
import { expect, onTestFinished, test } from 'vitest';
import { POSTGRES } from '../support/postgres.ts';
import { ask, run } from '../support/process.ts';

const reason = POSTGRES === null ? ' (skipped: PostgreSQL is not installed)' : '';

const COUNT = '{ liveSessions(first: 0) { totalCount incomplete } }';

test.skipIf(POSTGRES === null)(
  `npm run example:replicas runs three gateways on one database, and answers while one of them is left; Ctrl-C ends it all${reason}`,
  async () => {
    const example = run('examples/replicas/main.ts', [], { PORT: '0' });
    onTestFinished(() => void example.child.kill('SIGTERM'));
    await example.line(/Ctrl-C ends it all/);
    const urls = example.lines.flatMap((line) => /^ {2}(http:\S+)/.exec(line)?.[1] ?? []);
    const pids = example.lines.flatMap((line) => Number(/process (\d+)/.exec(line)?.[1] ?? 0) || []);
    expect([urls.length, pids.length]).toEqual([4, 3]);
    const counts = await Promise.all(urls.map((url) => ask(url, COUNT)));
    for (const answer of counts) {
      expect(answer).toEqual({ data: { liveSessions: { totalCount: expect.any(Number), incomplete: false } } });
    }

    for (const pid of pids.slice(1)) process.kill(pid, 'SIGKILL');
    const [balancer = '', left = ''] = urls;
    await expect.poll(() => ask(balancer, COUNT).catch(() => null)).toMatchObject({ data: {} });
    example.child.kill('SIGINT');
    expect((await example.ended).code).toBe(0);
    await expect(ask(left, COUNT)).rejects.toThrow();
  },
);

test('A gateway that does not start ends the example, and what it has started', async () => {
  const example = run('examples/replicas/main.ts', [], {
    PORT: '0',
    GATEWAY_STORE: 'postgres://gateway@127.0.0.1:1/nothing?sslmode=wrong',
    GATEWAY_CURSOR_SECRET: 'short',
  });
  onTestFinished(() => void example.child.kill('SIGTERM'));
  const { code, stderr } = await example.ended;
  expect(code).toBe(1);
  expect(stderr).toContain('src/main.ts did not start.');
});
