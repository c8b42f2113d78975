import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { callsPerQuery } from './scenarios/calls-per-query.ts';
import { coldPage } from './scenarios/cold-page.ts';
import { dashboards } from './scenarios/dashboards.ts';
import { firstPage } from './scenarios/first-page.ts';
import { footprint } from './scenarios/footprint.ts';
import { growth } from './scenarios/growth.ts';
import { history } from './scenarios/history.ts';
import { live } from './scenarios/live.ts';
import { livePages } from './scenarios/live-pages.ts';
import { mixed } from './scenarios/mixed.ts';
import { pace } from './scenarios/pace.ts';
import { replicas } from './scenarios/replicas.ts';
import { scale } from './scenarios/scale.ts';
import { streams } from './scenarios/streams.ts';
import { telemetry } from './scenarios/telemetry.ts';
import { throttled } from './scenarios/throttled.ts';
import { throughput } from './scenarios/throughput.ts';
import { throughputWithTokens } from './scenarios/throughput-with-tokens.ts';
import { tokens } from './scenarios/tokens.ts';
import { traversal } from './scenarios/traversal.ts';
import { type Row, ratioOf } from './support/figures.ts';
import { secondsOfAll } from './support/usage.ts';

const SCENARIOS = {
  callsPerQuery,
  coldPage,
  throughput,
  telemetry,
  throughputWithTokens,
  dashboards,
  mixed,
  firstPage,
  traversal,
  throttled,
  pace,
  tokens,
  footprint,
  streams,
  live,
  livePages,
  growth,
  history,
  scale,
  replicas,
};

/** Simulations, which do not depend on the machine, and what is not a figure of docs/operating.md: each takes a minute or more. */
const ON_REQUEST: ReadonlySet<string> = new Set([
  'telemetry',
  'pace',
  'streams',
  'growth',
  'history',
  'scale',
  'replicas',
]);

/** `npm run bench`, or `npm run bench -- throughput tokens` for some scenarios. */
const wanted = process.argv.slice(2);
const rows: Row[] = [];
const since = performance.now();
for (const [name, scenario] of Object.entries(SCENARIOS)) {
  if (wanted.length > 0 ? !wanted.includes(name) : ON_REQUEST.has(name)) continue;
  const [begun, before] = [performance.now(), await secondsOfAll()];
  for (const row of await scenario()) {
    rows.push(row);
    process.stdout.write(`${format(row)}\n`);
  }
  const used = ((await secondsOfAll()) ?? Number.NaN) - (before ?? Number.NaN);
  process.stdout.write(`${name}: ${secondsSince(begun)} s, ${Math.round(used)} s of processor time\n`);
}
process.stdout.write(`in all ${secondsSince(since)} s\n`);
if (wanted.length === 0) {
  const results = rows.map((row) => ({ ...row, ratio: rounded(ratioOf(row)) }));
  writeFileSync(new URL('results.json', import.meta.url), `${JSON.stringify(results, null, 2)}\n`);
}

function secondsSince(since: number): number {
  return Math.round((performance.now() - since) / 1_000);
}

function format(row: Row): string {
  const figures = `${rounded(row.ours)} / ${rounded(row.reference)} ${row.unit}`;
  return [
    row.scenario.padEnd(18),
    row.what.padEnd(44),
    figures.padStart(26),
    `× ${rounded(ratioOf(row))}`.padStart(9),
    ` ${row.against}`,
  ].join(' ');
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
