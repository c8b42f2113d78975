import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { GATEWAY, startChild } from '../support/child.ts';
import { awsEnvironment, startAws } from '../support/programs.ts';
import type { Attack } from './attack.ts';
import { type Issuer, startIssuer } from './issuer.ts';
import { openLog } from './log.ts';

/** Heap that docs/operating.md recommends. Megabytes. */
export const HEAP_MB = 640;

const ROOT = new URL('../..', import.meta.url).pathname;
const GIVEN_UP_MS = 60_000;
const READY_MS = 60_000;

/** Client that attacks. */
export type Who = keyof Issuer['tokens'];

export interface Reply {
  readonly status: number;
  /** As much of it as is shown in a table. */
  readonly text: string;
}

/** A fresh gateway with everything around it. */
export interface Stage {
  /** `http://127.0.0.1:4000` */
  readonly url: string;
  readonly pid: number;
  readonly issuer: Issuer;
  /** Outcomes of the requests so far, with their numbers: `ok`, a code, `HTTP 503`, `cut off`. */
  readonly outcomes: ReadonlyMap<string, number>;
  ask(query: string, options?: AskOptions): Promise<Reply>;
  /** Counts an outcome of something that is not asked by `ask`. */
  count(outcome: string): void;
  /** Number of calls that AWS had so far. */
  calls(): Promise<number>;
  /** The lines of the log so far. */
  logLines(): readonly string[];
  /** Signal or code by which the gateway ended; undefined while it lives. */
  ended(): string | undefined;
  stop(): Promise<void>;
}

export interface AskOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  /** `reader` unless given. */
  readonly as?: Who;
  readonly token?: string;
  readonly signal?: AbortSignal;
  /** Of the body, beside the query. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** @param root where the gateway's source is: of another commit, to see what has changed */
export async function setStage(attack: Attack, root = ROOT): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  const issuer = await startIssuer();
  const aws = await startAws(...(attack.world ?? []));
  const upstream = attack.trouble
    ? await startChild('bench/hostile/upstream.ts', [aws.url, JSON.stringify(attack.trouble)])
    : aws;
  const log = openLog(folder, attack.log);
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MB}`, ...GATEWAY], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      HOME: '/nonexistent',
      ...awsEnvironment(upstream.url),
      // Variables of tokens without `GATEWAY_AUTH=jwt` stop the start.
      ...(attack.env?.GATEWAY_AUTH === 'none' ? {} : issuer.env),
      ...attack.env,
    },
    stdio: ['ignore', log.writer, 'ignore'],
  });
  log.attach(child);
  const url = await untilReady(child, log.text);
  log.ready();
  if (attack.issuer === 'endless') issuer.endless();
  const outcomes = new Map<string, number>();
  const count = (outcome: string) => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);

  return {
    url,
    pid: child.pid ?? 0,
    issuer,
    outcomes,
    count,
    async ask(query, options = {}) {
      const reply = await post(`${url}/graphql`, query, { token: issuer.tokens[options.as ?? 'reader'], ...options });
      count(outcomeOf(reply));
      return reply;
    },
    async calls() {
      const calls = (await (await fetch(`${aws.url}/_emulator/calls`)).json()) as unknown[];
      return calls.length;
    },
    logLines: () => log.text().split('\n'),
    ended: () => endOf(child),
    async stop() {
      await kill(child);
      await Promise.all([...new Set([upstream, aws])].map((one) => one.stop()));
      issuer.close();
      log.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(child: ChildProcess, log: () => string): Promise<string> {
  const until = performance.now() + READY_MS;
  while (performance.now() < until && endOf(child) === undefined) {
    const url = /"url":"(http:\/\/[\w.:]+)/.exec(log())?.[1];
    const ready = url === undefined ? undefined : await fetch(`${url}/ready`).catch(() => undefined);
    if (url !== undefined && ready?.status === 200) return url;
    await sleep(20);
  }
  child.kill('SIGKILL');
  throw new Error(`The gateway did not become ready: ${log().slice(-2_000)}`);
}

function endOf({ exitCode, signalCode }: ChildProcess): string | undefined {
  return signalCode ?? (exitCode === null ? undefined : `exit code ${exitCode}`);
}

/** Of no use any more, and perhaps busy for good. */
async function kill(child: ChildProcess): Promise<void> {
  if (endOf(child) !== undefined) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function post(url: string, query: string, { variables, token, signal, more }: AskOptions): Promise<Reply> {
  const given = AbortSignal.timeout(GIVEN_UP_MS);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables, ...more }),
      signal: signal ? AbortSignal.any([signal, given]) : given,
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    return { status: 0, text: given.aborted ? 'no answer' : signal?.aborted ? 'left' : `cut off ${String(error)}` };
  }
}

function outcomeOf({ status, text }: Reply): string {
  if (status === 0) return text.startsWith('cut off') ? 'cut off' : text;
  const code = /"code":"(\w+)"/.exec(text)?.[1];
  return code ?? (status === 200 ? 'ok' : `HTTP ${status}`);
}
