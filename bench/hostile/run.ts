import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { type Child, startChild } from '../support/child.ts';
import { type Attack, Failed } from './attack.ts';
import { ATTACKS } from './attacks.ts';
import type { Sample, Watched } from './probe.ts';
import { type Stage, setStage } from './stage.ts';
import { faultsOf, healthOf, lineOf, markdownOf, peakMbOf, queryOf, type Result } from './verdict.ts';

const USAGE = `Usage: npm run hostile -- [options] [B3 …]

Attacks a fresh gateway with ${ATTACKS.length} attacks, one after the other, on loopback; ends with 1 when it did not hold.

  --quick        only the fastest of them
  --markdown     the table of docs/operating.md at the end
  --root FOLDER  a gateway of another commit, whose dependencies are installed
  --help         this text
`;

/** Another client's small query; of a fleet that every world has. */
const SMALL = '{ fleet(name: "Design-Fleet") { name state } }';
const QUIET_MS = 3_000;
/** One attack, and then it is stopped. */
const LONGEST_MS = 90_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean' },
    markdown: { type: 'boolean' },
    root: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help) process.stdout.write(USAGE);
else process.exitCode = (await attackAll()) ? 0 : 1;

async function attackAll(): Promise<boolean> {
  const wanted = ATTACKS.filter(
    ({ line, quick }) => (!values.quick || quick) && (positionals.length === 0 || positionals.includes(line)),
  );
  const bare = await startChild('bench/servers/bare.ts');
  const results: Result[] = [];
  for (const attack of wanted) {
    const result = await attackOnce(attack, bare);
    results.push(result);
    process.stdout.write(`${lineOf(result)}\n`);
  }
  await bare.stop();
  const held = results.filter(({ faults }) => faults.length === 0).length;
  process.stdout.write(`${held} of ${results.length} held\n`);
  if (values.markdown) process.stdout.write(`\n${markdownOf(results)}\n`);
  return held === results.length;
}

async function attackOnce(attack: Attack, bare: Child): Promise<Result> {
  const stage = await setStage(attack, values.root);
  try {
    return await watched(attack, stage, bare);
  } finally {
    await stage.stop();
  }
}

async function watched(attack: Attack, stage: Stage, bare: Child): Promise<Result> {
  const { issuer, url: gateway } = stage;
  const stop = watch({ gateway, bare: bare.url, token: issuer.tokens.other, query: SMALL });
  await sleep(QUIET_MS);
  const memory = watchMemory(stage);
  const began = now();
  const fault = await Promise.race([
    attack.run(stage).then(
      () => undefined,
      (error: unknown) => (error instanceof Failed ? error.message : String(error)),
    ),
    sleep(LONGEST_MS, `the attack was stopped after ${LONGEST_MS / 1_000} s`, { ref: false }),
  ]);
  const lasted = (now() - began) / 1_000;
  const samples = await stop();
  const peakMb = await memory();
  const during = samples.filter(({ at }) => at >= began);
  const figures = {
    health: healthOf(during),
    quiet: queryOf(samples.filter(({ at }) => at < began)),
    query: queryOf(during),
    peakMb,
  };
  const faults = [...faultsOf(figures, stage.ended()), ...(fault === undefined ? [] : [fault])];
  return { attack, ...figures, lasted, outcomes: stage.outcomes, faults };
}

/** Probes of a gateway under attack; `stop` returns all that they saw. */
function watch(watched: Watched): () => Promise<readonly Sample[]> {
  const worker = new Worker(new URL('probe.ts', import.meta.url), { workerData: watched });
  return () =>
    new Promise((resolve, reject) => {
      worker.once('message', resolve).once('error', reject);
      worker.postMessage('stop');
    });
}

/** The peak is gone with the process, which may end any time. */
function watchMemory({ pid }: Stage): () => Promise<number | null> {
  let peak: number | null = null;
  const look = async () => {
    peak = (await peakMbOf(pid)) ?? peak;
  };
  const timer = setInterval(look, 100);
  return async () => {
    clearInterval(timer);
    await look();
    return peak;
  };
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
