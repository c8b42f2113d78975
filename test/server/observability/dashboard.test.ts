import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { listen } from '../../../src/server/http/listen.ts';
import { startGateway } from '../../support/gateway.ts';
import { metricsUrl } from '../../support/metrics.ts';
import { ask } from '../../support/process.ts';
import { buildWorld } from '../../support/world.ts';

const read = (path: string) => readFileSync(new URL(`../../../docs/${path}`, import.meta.url), 'utf8');

interface Dashboard {
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly targets?: readonly { readonly expr: string }[];
  }[];
}

const dashboard = JSON.parse(read('observability/grafana-dashboard.json')) as Dashboard;
const alerts = parse(read('observability/alerts.yml')) as { groups: { rules: { alert: string; expr: string }[] }[] };
const panels = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
const rules = alerts.groups.flatMap((group) => group.rules);

/** Metrics and labels that an expression of PromQL names. Those of ours and of the process all have an underscore. */
const metricsIn = (expr: string) =>
  [
    ...expr
      .replaceAll(/\{[^}]*\}/g, '')
      .replaceAll(/\bby \([^)]*\)/g, '')
      .matchAll(/\b[a-z]+_[a-z0-9_]+\b(?!\()/g),
  ].map(([name]) => name);
const selectorsIn = (expr: string) => [...expr.matchAll(/(\w+)\{([^}]*)\}/g)];

/** Each metric that is registered, and the labels its series can have. */
let registered: ReadonlyMap<string, ReadonlySet<string>>;
beforeAll(async () => {
  const names = new Map<string, Set<string>>();
  const gateway = await startGateway({ world: buildWorld().fleets(2).world, telemetry: { GATEWAY_METRICS_PORT: '0' } });
  const listening = await listen(gateway.handler, { port: 0, host: '127.0.0.1' });
  gateway.emulator.faults.push({ operation: 'DescribeFleets', kind: 'error', code: 'ThrottlingException', times: 4 });
  await ask(
    `${listening.url}/graphql`,
    '{ a: fleets { nodes { name } } b: fleets(first: 1) { nodes { name } } c: node(id: "x") { id } }',
  );
  await ask(`${listening.url}/graphql`, '{ a: fleets { nodes { name } } }');
  const text = await (await fetch(metricsUrl(gateway))).text();
  for (const [, name = ''] of text.matchAll(/^# TYPE (\w+)/gm)) names.set(name, new Set());
  for (const [, series = '', labels = ''] of text.matchAll(/^(\w+)\{(.*)\} \S+$/gm)) {
    const known = names.get(series) ?? new Set();
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.add(label);
    names.set(series, known);
  }
  await listening.drain();
  await gateway.close();
  registered = names;
});

const isRegistered = (name: string) => registered.has(name);
/** Labels that Prometheus itself adds. */
const ADDED = ['instance', 'job'];

describe.each([
  ['the dashboard', panels],
  ['the alerts', rules.map(({ expr }) => expr)],
])('Of %s', (_title, expressions) => {
  test('every metric is registered', () => {
    const names = expressions.flatMap(metricsIn).filter((name) => name !== '__rate_interval');
    expect(names.length).toBeGreaterThan(8);
    expect(names.filter((name) => !isRegistered(name))).toEqual([]);
  });

  test('every label belongs to its metric', () => {
    const unknown = expressions.flatMap((expr) =>
      selectorsIn(expr).flatMap(([, name = '', selector = '']) =>
        [...selector.matchAll(/(\w+)(?:=~|!=|=)"/g)]
          .map(([, label = '']) => label)
          .filter((label) => name !== 'up' && !ADDED.includes(label) && !registered.get(name)?.has(label))
          .map((label) => `${name}{${label}}`),
      ),
    );
    expect(unknown).toEqual([]);
  });
});

test('docs/observability.md lists exactly the registered metrics, and the dashboard shows most of them', () => {
  const ours = [...registered.keys()]
    .filter((name) => name.startsWith('gateway_') && !/_(bucket|sum|count)$/.test(name))
    .sort();
  const told = [...new Set(read('observability.md').match(/\bgateway_\w+/g))].sort();
  expect(told).toEqual(ours);
  const shown = new Set(panels.flatMap(metricsIn).map((name) => name.replace(/_bucket$/, '')));
  expect(ours.filter((name) => !shown.has(name))).toEqual([]);
});

test('Every alert is documented', () => {
  const text = read('observability.md');
  for (const { alert } of rules) expect(text).toContain(alert);
});

test('Panels have unique ids and titles', () => {
  expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  const drawn = dashboard.panels.filter(({ targets }) => targets);
  expect(new Set(drawn.map(({ title }) => title)).size).toBe(drawn.length);
});
