import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { GATEWAY } from '../../bench/support/child.ts';
import { COMPILE_CACHE } from '../support/compile-cache.ts';
import { ask, run, runIn } from '../support/process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const running: ChildProcess[] = [];
afterEach(() => {
  // The whole group: npm, and whatever it has started.
  for (const { pid } of running.splice(0)) {
    try {
      if (pid) process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
});

/** `npm start` as a user runs it, until the gateway is ready. */
async function npmStart() {
  const { PATH } = process.env;
  const env = {
    PATH,
    HOME: ROOT,
    PORT: '0',
    npm_config_update_notifier: 'false',
    NODE_COMPILE_CACHE: COMPILE_CACHE,
  };
  const child = spawn('npm', ['start', '--silent'], {
    cwd: ROOT,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  const lines: { msg?: string; url?: string }[] = [];
  const reader = createInterface(child.stdout).on('line', (line) => {
    if (line.startsWith('{')) lines.push(JSON.parse(line));
  });
  while (!lines.some(({ msg }) => msg === 'ready')) await once(reader, 'line');
  return { child, lines, url: lines[0]?.url ?? '' };
}

describe('`npm start`', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'drains the gateway on %s to npm, and leaves no process',
    async (signal) => {
      const { child, lines, url } = await npmStart();
      expect((await fetch(url.replace('graphql', 'health'))).status).toBe(200);
      const closed = once(child, 'close');
      child.kill(signal);
      await closed;
      expect(lines.map(({ msg }) => msg)).toEqual(expect.arrayContaining(['draining', 'drained']));
      await expect(fetch(url)).rejects.toThrow();
    },
  );

  test('starts a program that is reached by a link, as a release is, with its console', async () => {
    const link = join(temporaryFolder(), 'current');
    symlinkSync(ROOT, link);
    const program = GATEWAY.map((each) => (each.startsWith('--') ? each : join(link, each)));
    const { child, line } = runIn(ROOT, program, { PORT: '0' });
    onTestFinished(() => void child.kill('SIGKILL'));
    const { url } = JSON.parse(await line(/"url"/)) as { url: string };
    await line(/"msg":"ready"/);
    expect(await ask(url, '{ fleets(first: 1) { nodes { __typename } } }')).toMatchObject({
      data: { fleets: { nodes: [{ __typename: 'Fleet' }] } },
    });
    expect(await (await fetch(new URL('/', url))).text()).toContain('<script type="module"');
  });

  test('drains the gateway when a terminal signals all processes of the group', async () => {
    const { child, lines } = await npmStart();
    const closed = once(child, 'close');
    process.kill(-(child.pid ?? 0), 'SIGINT');
    await closed;
    expect(lines.map(({ msg }) => msg)).toEqual(expect.arrayContaining(['draining', 'drained']));
  });
});

describe('The gateway stops the start with one line', () => {
  test.each<[string, string[], Record<string, string>, string]>([
    [
      'an unknown variable',
      [],
      { GATEWAY_MUTATION: 'on' },
      'GATEWAY_MUTATION is not a variable of the gateway; did you mean GATEWAY_MUTATIONS?',
    ],
    ['a renamed variable', [], { GATEWAY_SCOPES: '[]' }, 'GATEWAY_SCOPES was renamed to GATEWAY_AWS_ACCOUNTS.'],
    ['an unknown option', ['--foo'], {}, '"--foo" is not an option'],
    ['variables of tokens without jwt', [], { GATEWAY_JWT_ISSUER: 'x' }, 'GATEWAY_JWT_ISSUER is set, but'],
    [
      'a key set file that is missing',
      [],
      {
        GATEWAY_AUTH: 'jwt',
        GATEWAY_JWT_JWKS: '/nonexistent/keys.json',
        GATEWAY_JWT_ISSUER: 'x',
        GATEWAY_JWT_AUDIENCE: 'y',
      },
      'GATEWAY_JWT_JWKS is "/nonexistent/keys.json"; it must be a URL, or the path of a file that can be read.',
    ],
  ])('for %s', async (_what, args, environment, message) => {
    const program = run('src/main.ts', args, { PORT: '0', ...environment });
    const { code, stderr } = await program.ended;
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect([...program.lines, ...stderr.trimEnd().split('\n')]).toHaveLength(1);
  });
});
