import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { startEmulator } from '../../emulator/emulator.ts';
import { COMPILE_CACHE } from '../support/compile-cache.ts';
import { run } from '../support/process.ts';
import { openPipeReader, readAvailable, temporaryFolder } from '../support/temporary-folder.ts';
import { buildWorld } from '../support/world.ts';

const START = 'mutation { startFleet(input: { name: "design" }) { userErrors { code } } }';

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly extensions: Readonly<Record<string, unknown>> }[];
}

/** The gateway as a process, with an AWS that is this test's; `limit` is a shell's `ulimit`. */
async function start(environment: Record<string, string>, limit = '') {
  const emulator = await startEmulator({ world: buildWorld().fleet('design').world });
  const child = spawn('sh', ['-c', `${limit} exec "${process.execPath}" src/main.ts`], {
    cwd: new URL('../..', import.meta.url).pathname,
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: COMPILE_CACHE,
      PORT: '0',
      GATEWAY_AWS: 'live',
      GATEWAY_MUTATIONS: 'on',
      AWS_ENDPOINT_URL: emulator.endpoint,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'any',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await emulator.close();
  });
  const lines: string[] = [];
  createInterface(child.stdout).on('line', (line) => lines.push(line));
  const seen = (pattern: RegExp, times = 1) =>
    expect.poll(() => lines.filter((line) => pattern.test(line)).length).toBeGreaterThanOrEqual(times);
  await seen(/"msg":"ready"/);
  const { url } = JSON.parse(lines[0] ?? '') as { url: string };
  const ask = async (query: string) => {
    const body = JSON.stringify({ query });
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return (await answer.json()) as Answer;
  };
  return { emulator, child, lines, seen, ask, url };
}

type Started = Awaited<ReturnType<typeof start>>;

/** A mutation is rejected before AWS is called; everything else works. */
async function expectRejected({ ask, emulator, child, url }: Started): Promise<void> {
  const before = emulator.count('StartFleet');
  for (let time = 0; time < 3; time += 1) {
    expect((await ask(START)).errors?.[0]?.extensions).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      service: 'audit',
    });
    expect(await ask('{ fleets { nodes { name } } }')).toMatchObject({
      data: { fleets: { nodes: [{ name: 'design' }] } },
    });
  }
  expect(emulator.count('StartFleet')).toBe(before);
  expect((await fetch(new URL('/health', url))).status).toBe(200);
  expect(child.exitCode).toBeNull();
}

async function expectDone({ ask, emulator }: Started): Promise<void> {
  emulator.clearCalls();
  expect((await ask(START)).errors).toBeUndefined();
  expect(emulator.count('StartFleet')).toBe(1);
}

const linesOf = (path: string) => readFileSync(path, 'utf8').split('\n').filter(Boolean);

test('With stdout closed by its reader, mutations are rejected, queries are answered, the process lives', async () => {
  const gateway = await start({});
  await expectDone(gateway);
  gateway.child.stdout.destroy();
  await expectRejected(gateway);
  gateway.child.kill('SIGTERM');
  expect(await once(gateway.child, 'exit')).toEqual([0, null]);
});

test('With stdout not read, no request waits, and mutations that cannot be recorded are rejected', async () => {
  const gateway = await start({});
  gateway.child.stdout.pause();
  const long = `query Q${'x'.repeat(190)} { __typename }`;
  for (let time = 0; time < 1_500; time += 1) await gateway.ask(long);
  await expectRejected(gateway);
  gateway.child.stdout.resume();
  await expect.poll(async () => (await gateway.ask(START)).errors).toBeUndefined();
  gateway.child.kill('SIGTERM');
  await gateway.seen(/"msg":"drained"/);
  for (const line of gateway.lines) expect(() => JSON.parse(line)).not.toThrow();
});

test('The reader of a named pipe goes, and another comes', async () => {
  const pipe = join(temporaryFolder(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  let reader = openPipeReader(pipe);
  const gateway = await start({ GATEWAY_AUDIT_LOG: pipe });
  await expectDone(gateway);
  closeSync(reader);
  await expectRejected(gateway);
  reader = openPipeReader(pipe);
  await expectDone(gateway);
  // What the first reader left in it, and what came since: nothing that was accepted is lost.
  const records = readAvailable(reader, Buffer.alloc(65_536)).trimEnd().split('\n');
  expect(records.map((line) => (JSON.parse(line) as { phase: string }).phase)).toEqual([
    'intent',
    'result',
    'intent',
    'result',
  ]);
  closeSync(reader);
});

test('A named pipe without a reader stops the start, which does not hang', async () => {
  const pipe = join(temporaryFolder(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  const { code, stderr } = await run('src/main.ts', [], { PORT: '0', GATEWAY_AUDIT_LOG: pipe }).ended;
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^GATEWAY_AUDIT_LOG is .*\n$/)]);
});

test('The disk is full', async () => {
  await expectRejected(await start({ GATEWAY_AUDIT_LOG: '/dev/full' }));
});

test('The file is at the size that it may have: the process lives, and goes on when there is room', async () => {
  const file = join(temporaryFolder(), 'audit.log');
  writeFileSync(file, `${'x'.repeat(8 * 1024 - 101)}\n`);
  // Blocks of 512 bytes: 8 KiB.
  const gateway = await start({ GATEWAY_AUDIT_LOG: file }, 'ulimit -f 16;');
  await expectRejected(gateway);
  truncateSync(file);
  await expectDone(gateway);
  expect(linesOf(file).map((line) => (JSON.parse(line) as { phase: string }).phase)).toEqual(['intent', 'result']);
});

test('A change whose outcome cannot be recorded is answered, and is in the log', async () => {
  const file = join(temporaryFolder(), 'audit.log');
  writeFileSync(file, `${'x'.repeat(8 * 1024 - 601)}\n`);
  const gateway = await start({ GATEWAY_AUDIT_LOG: file }, 'ulimit -f 16;');
  await expectDone(gateway);
  await gateway.seen(/what a mutation did is not in it.*|"phase":"result"/);
  await expectRejected(gateway);
});

test('SIGHUP goes on with the new file after a rotation, with the old one where there can be none, and ends nothing', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'audit.log');
  const gateway = await start({ GATEWAY_AUDIT_LOG: file });
  await expectDone(gateway);
  renameSync(file, `${file}.1`);
  await expectDone(gateway);
  gateway.child.kill('SIGHUP');
  await gateway.seen(/audit log reopened/);
  await expectDone(gateway);
  expect([linesOf(`${file}.1`).length, linesOf(file).length]).toEqual([4, 2]);
  renameSync(file, `${file}.2`);
  mkdirSync(file);
  gateway.child.kill('SIGHUP');
  await gateway.seen(/cannot be reopened/);
  await expectDone(gateway);
  expect(linesOf(`${file}.2`)).toHaveLength(4);
  expect(gateway.child.exitCode).toBeNull();
});

test('SIGHUP ends nothing where the audit log is on stdout', async () => {
  const gateway = await start({});
  for (let time = 1; time <= 3; time += 1) {
    gateway.child.kill('SIGHUP');
    await gateway.seen(/audit log reopened/, time);
  }
  await expectDone(gateway);
});
