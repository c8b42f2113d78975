import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApp, bytesIn, copiesOf, stagesOf } from './support/image.ts';
import { ask, type Running, runIn } from './support/process.ts';

const dockerfile = readFileSync(new URL('../Dockerfile', import.meta.url), 'utf8');
const ignored = readFileSync(new URL('../.dockerignore', import.meta.url), 'utf8');
const stages = stagesOf(dockerfile);
const [web = [], build = [], final = []] = stages;
const said = (name: string) => final.filter(([instruction]) => instruction === name).map(([, text]) => text);

/**
 * Size of the base image without Node, in bytes: the installed sizes of its Debian 12 packages (libc6, libssl3, libstdc++6,
 * tzdata …), 25.6 MiB by `dpkg-query` in 2026-11, and some to spare.
 */
const BASE_BYTES = 28_000_000;
const LIMIT_BYTES = 200_000_000;

test('The image is made in three stages: npm and its shell stay in the first two, and no process in the last is root', () => {
  expect(stages).toHaveLength(3);
  expect(web[0]?.[1]).toMatch(/^node:24-slim@sha256:[\da-f]{64} AS console$/);
  expect(web.map(([, text]) => text)).toContain('npm run console');
  expect(build[0]?.[1]).toMatch(/^node:24-slim@sha256:[\da-f]{64} AS build$/);
  expect(final[0]?.[1]).toMatch(/^gcr\.io\/distroless\/nodejs24-debian12:nonroot@sha256:[\da-f]{64}$/);
  expect(build.map(([, text]) => text)).toContain('npm ci --omit=dev --omit=optional --ignore-scripts');
  expect(said('RUN')).toEqual([]);
  expect(said('USER')).toEqual(['65532:65532']);
  expect(copiesOf(final).built).toEqual(['/app/node_modules', '/app/console/dist']);
  for (const path of copiesOf(final).ours) expect(ignored).toContain(`!${path.replace(/^\.\//, '')}\n`);
});

describe('What the image holds, in a folder that cannot be written', () => {
  /** Node rejects every write by itself, so that it is the same for root, whom no file mode stops. */
  const READ_ONLY = ['--permission', '--allow-fs-read=*', '--allow-worker', '--disable-warning=PERM0006'];
  let app: string;
  const running: Running[] = [];

  beforeAll(() => {
    app = buildApp(dockerfile);
    execFileSync('chmod', ['-R', 'a-w', app]);
  });
  afterAll(() => {
    for (const { child } of running) child.kill('SIGKILL');
    execFileSync('chmod', ['-R', 'u+w', app]);
    rmSync(app, { recursive: true });
  });

  async function start(environment: Record<string, string>) {
    const [command] = said('CMD').map((text) => JSON.parse(text) as string[]);
    const program = runIn(app, [...READ_ONLY, ...(command ?? [])], { PORT: '0', ...environment });
    running.push(program);
    await program.line(/"msg":"ready"/);
    return { ...program, url: JSON.parse(program.lines[0] ?? '').url as string };
  }

  test('is under 200 MB with Node and the base image', () => {
    const bytes = bytesIn(app) + statSync(process.execPath).size + BASE_BYTES;
    expect(bytes).toBeLessThan(LIMIT_BYTES);
    expect(bytesIn(app)).toBeGreaterThan(10_000_000);
  });

  test('has the licences of its packages, and none of what is for development', () => {
    expect(existsSync(join(app, 'node_modules/vitest'))).toBe(false);
    expect(existsSync(join(app, 'node_modules/react'))).toBe(false);
    expect(existsSync(join(app, 'node_modules/graphql/LICENSE'))).toBe(true);
  });

  test('starts, is ready, answers, shows GraphiQL and metrics, sends traces, and ends with 0', async () => {
    const gateway = await start({ GATEWAY_METRICS_PORT: '0', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
    expect((await fetch(new URL('/ready', gateway.url))).status).toBe(200);
    expect(await ask(gateway.url, '{ fleets(first: 1) { nodes { __typename } } }')).toMatchObject({
      data: { fleets: { nodes: [{ __typename: 'Fleet' }] } },
    });
    const page = await fetch(gateway.url, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('Session Gateway');
    expect(await (await fetch(new URL('/', gateway.url))).text()).toContain('<script type="module"');
    const { metrics } = JSON.parse(await gateway.line(/"metrics":/)) as { metrics: string };
    expect(await (await fetch(metrics)).text()).toContain('gateway_requests_total');
    gateway.child.kill('SIGTERM');
    expect((await gateway.ended).code).toBe(0);
  });

  test('starts with what else is loaded only when it is asked for: tokens, Redis', async () => {
    const keys = new URL('../package.json', import.meta.url).pathname;
    const program = runIn(app, [...READ_ONLY, 'src/main.ts'], {
      PORT: '0',
      GATEWAY_AUTH: 'jwt',
      GATEWAY_JWT_JWKS: keys,
      GATEWAY_JWT_ISSUER: 'https://login.example.com/',
      GATEWAY_JWT_AUDIENCE: 'session-gateway',
    });
    running.push(program);
    // A file that holds no keys: it was read, and it is what stops the start.
    expect((await program.ended).stderr).toMatch(/^GATEWAY_JWT_JWKS is /);
    const limited = await start({ GATEWAY_RATE_PER_MINUTE: '100', GATEWAY_REDIS_URL: 'redis://127.0.0.1:9' });
    expect((await fetch(new URL('/ready', limited.url))).status).toBe(200);
  });

  test('runs the emulator, too', async () => {
    const program = runIn(app, [...READ_ONLY, 'emulator/main.ts', '--port', '0']);
    running.push(program);
    expect(await program.line(/emulated on/)).toMatch(/http:/);
  });

  test('is not written by anything: a write fails', () => {
    const script = "require('node:fs').writeFileSync('package.json', '')";
    const { status, stderr } = spawnSync(process.execPath, [...READ_ONLY, '-e', script], {
      cwd: app,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([1, expect.stringContaining('ERR_ACCESS_DENIED')]);
  });
});
