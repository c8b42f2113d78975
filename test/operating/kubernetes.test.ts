import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { configRows, parseConfig } from '../../src/config/config.ts';
import { startGateway } from '../support/gateway.ts';
import { metricsUrl } from '../support/metrics.ts';

const FOLDER = new URL('../../deploy/kubernetes/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, FOLDER), 'utf8');
// biome-ignore lint/suspicious/noExplicitAny: manifests are read as a test reads them, by names that Kubernetes documents
const yaml = (path: string): any => parse(read(path));

const kustomization = yaml('kustomization.yaml');
const resources = (kustomization.resources as string[]).map(yaml);
const ofKind = (kind: string) => resources.find((each) => each.kind === kind);
const deployment = ofKind('Deployment');
const pod = deployment.spec.template.spec;
const [container] = pod.containers;
const labels = deployment.spec.template.metadata.labels;

const variables: Record<string, string> = Object.fromEntries(
  read('config.env')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
);
const config = parseConfig(variables);

/** Names of the ports, and their numbers. */
const ports: Record<string, number> = Object.fromEntries(
  container.ports.map(({ name, containerPort }: { name: string; containerPort: number }) => [name, containerPort]),
);

test('The kustomization has every file, and every kind that running it takes', () => {
  const apart = ['kustomization.yaml', 'prometheus-adapter.yaml'];
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml') && !apart.includes(name));
  expect([...kustomization.resources].toSorted()).toEqual(files.toSorted());
  expect(resources.map(({ kind }) => kind).toSorted()).toEqual([
    'Deployment',
    'HorizontalPodAutoscaler',
    'NetworkPolicy',
    'PodDisruptionBudget',
    'Service',
    'ServiceAccount',
  ]);
  expect(kustomization.images[0].name).toBe(container.image);
});

test('Whatever selects pods selects those of the deployment', () => {
  const selectors = [
    deployment.spec.selector.matchLabels,
    ofKind('Service').spec.selector,
    ofKind('PodDisruptionBudget').spec.selector.matchLabels,
    ofKind('NetworkPolicy').spec.podSelector.matchLabels,
    ...pod.topologySpreadConstraints.map(
      ({ labelSelector }: { labelSelector: { matchLabels: object } }) => labelSelector.matchLabels,
    ),
  ];
  for (const selector of selectors) expect(selector).toEqual(labels);
  expect(pod.serviceAccountName).toBe(ofKind('ServiceAccount').metadata.name);
  expect(ofKind('HorizontalPodAutoscaler').spec.scaleTargetRef).toEqual({
    apiVersion: deployment.apiVersion,
    kind: 'Deployment',
    name: deployment.metadata.name,
  });
});

test('The variables are ones of the gateway, of the SDK or of Node, and it starts with them', () => {
  const known = [...configRows().map(([name]) => name), 'AWS_REGION', 'NODE_OPTIONS'];
  expect(Object.keys(variables).filter((name) => !known.includes(name))).toEqual([]);
  expect(config).toMatchObject({ host: '0.0.0.0', aws: 'live', auth: 'jwt', mutations: false });
  expect(container.envFrom).toEqual([
    { configMapRef: { name: kustomization.configMapGenerator[0].name } },
    { secretRef: { name: 'session-gateway' } },
  ]);
  expect(kustomization.configMapGenerator[0].envs).toEqual(['config.env']);
});

test('The ports are those that the gateway listens on, and are called by their names', () => {
  expect(ports).toEqual({ http: config.port, metrics: config.metricsPort });
  const { annotations } = deployment.spec.template.metadata;
  expect(annotations['prometheus.io/port']).toBe(String(config.metricsPort));
  const used = [
    ...ofKind('Service').spec.ports.map(({ targetPort }: { targetPort: string }) => targetPort),
    ...ofKind('NetworkPolicy').spec.ingress.flatMap((rule: { ports: { port: string }[] }) =>
      rule.ports.map(({ port }) => port),
    ),
    ...[container.startupProbe, container.livenessProbe, container.readinessProbe].map(({ httpGet }) => httpGet.port),
  ];
  expect([...new Set(used)].toSorted()).toEqual(Object.keys(ports).toSorted());
  // Who may ask the gateway may not read its metrics.
  expect(ofKind('Service').spec.ports).toHaveLength(1);
});

test('A pod is given longer to drain than a drain can take', () => {
  const listening = readFileSync(new URL('../../src/server/http/listen.ts', import.meta.url), 'utf8');
  const [, requestMs = ''] = /requestMs: ([\d_]+)/.exec(listening) ?? [];
  const tracesMs = 2_000;
  const longest = config.drainDelayMs + Number(requestMs.replaceAll('_', '')) + config.deadlineMs + tracesMs;
  expect(config.drainDelayMs).toBeGreaterThan(0);
  expect(longest).toBeGreaterThan(config.drainDelayMs + config.deadlineMs + tracesMs);
  expect(pod.terminationGracePeriodSeconds * 1_000).toBeGreaterThan(longest);
  // Kubernetes has seen by then that it is not ready.
  const { periodSeconds, failureThreshold } = container.readinessProbe;
  expect(config.drainDelayMs).toBeGreaterThan(periodSeconds * failureThreshold * 1_000);
});

test('The pod runs as an unprivileged user, has no rights, and can write nothing', () => {
  expect(pod.securityContext).toMatchObject({
    runAsNonRoot: true,
    runAsUser: 65532,
    seccompProfile: { type: 'RuntimeDefault' },
  });
  expect(container.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
  expect(pod.automountServiceAccountToken).toBe(false);
  // A password, where there is one: nothing that can be written.
  expect(pod.volumes).toEqual([{ name: 'store', secret: expect.objectContaining({ optional: true }) }]);
  expect(pod.containers[0].volumeMounts).toEqual([expect.objectContaining({ name: 'store', readOnly: true })]);
  const dockerfile = readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8');
  expect(dockerfile).toContain(`USER ${pod.securityContext.runAsUser}:${pod.securityContext.runAsGroup}\n`);
});

test('Node may use less memory than the pod has, and an eviction leaves one', () => {
  const heapMb = Number(/--max-old-space-size=(\d+)/.exec(variables.NODE_OPTIONS ?? '')?.[1]);
  const limitMb = Number.parseInt(container.resources.limits.memory, 10) * 1024;
  expect(container.resources.limits.memory).toMatch(/Gi$/);
  expect(heapMb * 1.5).toBeLessThan(limitMb);
  expect((config.cacheBytes / 1024 / 1024) * 4).toBeLessThan(heapMb);
  const { minReplicas, maxReplicas } = ofKind('HorizontalPodAutoscaler').spec;
  expect(minReplicas).toBeGreaterThan(ofKind('PodDisruptionBudget').spec.maxUnavailable);
  expect(maxReplicas).toBeGreaterThan(minReplicas);
  expect(deployment.spec.replicas).toBeUndefined();
});

let registered: string;
let statuses: number[];
beforeAll(async () => {
  const gateway = await startGateway({ telemetry: { GATEWAY_METRICS_PORT: '0' } });
  gateway.readiness.set(true);
  registered = await (await fetch(metricsUrl(gateway))).text();
  const paths = [container.startupProbe, container.livenessProbe, container.readinessProbe].map(
    ({ httpGet }) => httpGet.path as string,
  );
  statuses = await Promise.all(paths.map(async (path) => (await gateway.fetch(path)).status));
  gateway.readiness.set(false);
  statuses.push((await gateway.fetch(container.readinessProbe.httpGet.path)).status);
  await gateway.close();
});

test('The probes ask what the gateway answers, and readiness what says that it drains', () => {
  expect(statuses).toEqual([200, 200, 200, 503]);
});

test('The autoscaler goes by a metric that there is, which the adapter shows per pod, below where the alert goes off', () => {
  const [metric] = ofKind('HorizontalPodAutoscaler').spec.metrics;
  const { name } = metric.pods.metric;
  expect(registered).toContain(`# TYPE ${name} gauge`);
  const [rule] = yaml('prometheus-adapter.yaml').rules.custom;
  expect(rule.seriesQuery).toMatch(new RegExp(`^${name}\\{`));
  expect(rule.resources.overrides).toEqual({ namespace: { resource: 'namespace' }, pod: { resource: 'pod' } });
  const alerts = readFileSync(new URL('../../docs/observability/alerts.yml', import.meta.url), 'utf8');
  const threshold = Number(new RegExp(`${name}\\{[^}]*\\} > ([\\d.]+)`).exec(alerts)?.[1]);
  expect(metric.pods.target.averageValue).toMatch(/^\d+m$/);
  expect(Number.parseInt(metric.pods.target.averageValue, 10) / 1_000).toBeLessThan(threshold);
});
