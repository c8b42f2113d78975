import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { configRows, parseConfig } from '../../src/config/config.ts';
import { run } from '../support/process.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');
// biome-ignore lint/suspicious/noExplicitAny: manifests are read as a test reads them, by names that their formats document
const yaml = (path: string): any => parse(read(path), { merge: true });
const overlay = (path: string) => yaml(`deploy/kubernetes-replicas/${path}`);

const kustomization = overlay('kustomization.yaml');
const base = yaml('deploy/kubernetes/kustomization.yaml');
const store = Object.fromEntries(
  read('deploy/kubernetes-replicas/store.env')
    .split('\n')
    .filter((line) => /^\w+=/.test(line))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
);
const { services, volumes } = yaml('docker-compose.yml');
const balancer = read('deploy/compose/haproxy.cfg');
const setting = (pattern: RegExp) => Number(pattern.exec(balancer)?.[1]);

test('The manifests for replicas change what those for one have, by names that these have', () => {
  expect(kustomization.resources).toEqual(['../kubernetes']);
  expect(kustomization.configMapGenerator).toEqual([
    { name: base.configMapGenerator[0].name, behavior: 'merge', envs: ['store.env'] },
  ]);
  const resources = (base.resources as string[]).map((path) => yaml(`deploy/kubernetes/${path}`));
  for (const { path, target } of kustomization.patches) {
    const { kind, metadata: { name } = { name: undefined } } = target ? { ...target, metadata: target } : overlay(path);
    expect(resources.filter((each) => each.kind === kind && each.metadata.name === name)).toHaveLength(1);
  }
});

test('Three replicas at least are on different nodes, and an eviction takes one of them', () => {
  expect(overlay('horizontal-pod-autoscaler.yaml').spec.minReplicas).toBe(3);
  const { topologySpreadConstraints } = overlay('deployment.yaml').spec.template.spec;
  expect(topologySpreadConstraints).toContainEqual(
    expect.objectContaining({ topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule' }),
  );
  expect(overlay('pod-disruption-budget.yaml').spec).toEqual({
    maxUnavailable: 1,
    unhealthyPodEvictionPolicy: 'AlwaysAllow',
  });
});

test('The store is reached with a password from a file and a certificate that is verified', () => {
  const known = configRows().map(([name]) => name);
  expect(Object.keys(store).filter((name) => !known.includes(name))).toEqual([]);
  const config = parseConfig({ ...store, GATEWAY_CURSOR_SECRET: 'x'.repeat(32) });
  if (config.store.kind !== 'postgres') throw new Error('not PostgreSQL');
  const url = new URL(config.store.url);
  expect(url.password).toBe('');
  expect(url.searchParams.get('sslmode')).toBe('verify-full');
  const pod = yaml('deploy/kubernetes/deployment.yaml').spec.template.spec;
  const [{ mountPath, readOnly, name }] = pod.containers[0].volumeMounts;
  expect(readOnly).toBe(true);
  for (const path of [url.searchParams.get('sslrootcert'), config.storePasswordFile])
    expect(path).toMatch(new RegExp(`^${mountPath}/[\\w.-]+$`));
  const { secretName } = pod.volumes[0].secret;
  expect(overlay('deployment.yaml').spec.template.spec.volumes).toEqual([
    { name, secret: { secretName, optional: false } },
  ]);
  const [rule] = overlay('network-policy.yaml');
  expect(rule.value.ports).toEqual([{ port: Number(url.port), protocol: 'TCP' }]);
});

test('A gateway becomes ready without its database, so that readiness does not take all replicas away at once', async () => {
  const gateway = run('src/main.ts', [], {
    PORT: '0',
    GATEWAY_STORE: 'postgres://gateway@127.0.0.1:1/nothing',
    GATEWAY_CURSOR_SECRET: 'x'.repeat(32),
  });
  const { url } = JSON.parse(await gateway.line(/"url":/));
  await gateway.line(/"msg":"ready"/);
  const ready = await fetch(new URL('/ready', url));
  gateway.child.kill('SIGTERM');
  expect(ready.status).toBe(200);
  expect((await gateway.ended).code).toBe(0);
});

test('docker-compose.yml has PostgreSQL for one gateway or for three, which no port publishes', () => {
  const { postgres, replica } = services;
  expect([postgres.profiles, replica.profiles, services.balancer.profiles]).toEqual([
    ['store', 'replicas'],
    ['replicas'],
    ['replicas'],
  ]);
  for (const { image } of [postgres, services.balancer]) expect(image).toMatch(/:[\w.-]+@sha256:[\da-f]{64}$/);
  expect(postgres.ports).toBeUndefined();
  expect(Object.keys(volumes)).toEqual([postgres.volumes[0].split(':')[0]]);
  const { username, password, hostname, pathname } = new URL(replica.environment.GATEWAY_STORE);
  const { POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB } = postgres.environment;
  expect([username, password, pathname.slice(1)]).toEqual([POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB]);
  expect(services).toHaveProperty(hostname);
  expect(parseConfig({ ...replica.environment, OTEL_EXPORTER_OTLP_ENDPOINT: '' }).store).toMatchObject({
    kind: 'postgres',
  });
});

test('The replicas are the gateway of the compose file but for their store and their drain', () => {
  const { gateway, replica } = services;
  const { environment } = replica;
  const own = Object.keys(environment).filter((name) => environment[name] !== gateway.environment[name]);
  expect(own.toSorted()).toEqual([
    'GATEWAY_ALLOWED_HOSTS',
    'GATEWAY_CURSOR_SECRET',
    'GATEWAY_DRAIN_DELAY_MS',
    'GATEWAY_STORE',
  ]);
  expect(replica.deploy.replicas).toBe(3);
  expect(replica.ports).toBeUndefined();
  for (const name of ['read_only', 'cap_drop', 'security_opt']) expect(replica[name]).toEqual(gateway[name]);
});

test('The load balancer asks all replicas whether they are ready, and keeps streams open between their batches', () => {
  expect(balancer).toContain(`server-template replica ${services.replica.deploy.replicas} replica:4000`);
  expect(balancer).toMatch(/uri \/ready .*hdr Host replica\n/);
  expect(services.replica.environment.GATEWAY_ALLOWED_HOSTS).toBe('replica');
  // A batch at least every 15 s, and connections of the gateway end when they were idle for 65 s.
  for (const name of ['client', 'server', 'tunnel']) {
    const seconds = setting(new RegExp(`timeout ${name} +(\\d+)s\n`));
    expect([name, seconds > 2 * 15 && seconds < 65]).toEqual([name, true]);
  }
  const noticedMs = 1_000 * setting(/inter (\d+)s/) * setting(/fall (\d+)/);
  expect(Number(services.replica.environment.GATEWAY_DRAIN_DELAY_MS)).toBeGreaterThan(noticedMs);
  expect(services.balancer.ports).toEqual(['127.0.0.1:4200:4000']);
  expect(services.balancer.volumes[0]).toContain('./deploy/compose/haproxy.cfg:');
});
