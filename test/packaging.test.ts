import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { GATEWAY } from '../bench/support/child.ts';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

interface Service {
  readonly build?: string | { readonly dockerfile: string; readonly target: string };
  readonly image?: string;
  readonly profiles?: readonly string[];
  readonly volumes?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
}

type Name = 'gateway' | 'emulator' | 'directory' | 'router' | 'prometheus' | 'grafana' | 'jaeger';
const { services } = parse(read('docker-compose.yml')) as { services: Record<Name, Service> };

test('docker-compose.yml runs the gateway against the emulator, once that is healthy, on loopback ports only', () => {
  const { gateway, emulator } = services;
  expect(gateway.environment?.GATEWAY_AWS).toBe('live');
  const endpoint = new URL(gateway.environment?.AWS_ENDPOINT_URL ?? '');
  expect(endpoint.hostname).toBe('emulator');
  expect(emulator.command).toContain(endpoint.port);
  expect(gateway.depends_on).toEqual({ emulator: { condition: 'service_healthy' } });
  expect(emulator.healthcheck?.test[0]).toBe('CMD');
  for (const port of [gateway, emulator].flatMap(({ ports = [] }) => ports))
    expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
});

test('the profile observability scrapes the port that the gateway has, and provisions what is under docs', () => {
  const { gateway, emulator } = services;
  const others = Object.values(services).filter(({ profiles }) => profiles?.includes('observability'));
  expect(others).toHaveLength(3);
  for (const { image, ports = [] } of others) {
    expect(image).toMatch(/:v?\d+\.\d+\.\d+(?:@sha256:[\da-f]{64})?$/);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  }
  expect([gateway.profiles, emulator.profiles]).toEqual([undefined, undefined]);

  const { scrape_configs, rule_files } = parse(read('docs/observability/prometheus.yml'));
  const metricsPort = gateway.environment?.GATEWAY_METRICS_PORT;
  expect(scrape_configs[0].static_configs[0].targets).toEqual([`gateway:${metricsPort}`]);
  expect(gateway.ports?.join()).not.toContain(metricsPort);
  const mounts = others.flatMap(({ volumes = [] }) => volumes.map((volume) => volume.split(':')));
  for (const [file = '', , mode] of mounts) {
    expect(existsSync(new URL(`../${file}`, import.meta.url)), file).toBe(true);
    expect(mode).toBe('ro');
  }
  const inside = mounts.map(([, path]) => path);
  for (const file of rule_files) expect(inside).toContain(file);
  const [{ options }] = parse(read('docs/observability/grafana-dashboards.yml')).providers;
  expect(inside).toContain(`${options.path}/session-gateway.json`);
  const { datasources } = parse(read('docs/observability/grafana-datasources.yml'));
  const ports = datasources.map(({ url }: { url: string }) => new URL(url));
  expect(ports.map(({ hostname }: URL) => hostname)).toEqual(['prometheus', 'jaeger']);
});

test('every program that the compose file, the image and package.json start exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const dockerfiles = [read('Dockerfile'), read('examples/federation/Dockerfile')];
  const texts = [...Object.values(scripts), ...dockerfiles, ...(services.emulator.command ?? [])].join('\n');
  const programs = [...texts.matchAll(/\b(?:src|emulator|scripts|examples\/federation)\/[\w-]+\.ts\b/g)].map(
    ([path]) => path,
  );
  expect(programs.length).toBeGreaterThan(3);
  for (const path of programs) expect(() => read(path)).not.toThrow();
});

test('the image, `npm start` and the benchmarks start the gateway alike', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const [, command = '[]'] = /^CMD (.+)$/m.exec(read('Dockerfile')) ?? [];
  expect(scripts.start).toBe(['exec node', ...(JSON.parse(command) as string[])].join(' '));
  expect(GATEWAY).toEqual(JSON.parse(command));
});

test('the image runs as a user who is not root, and checks its health', () => {
  const dockerfile = read('Dockerfile');
  expect(dockerfile).toMatch(/^USER 65532:65532$/m);
  expect(dockerfile).toMatch(/^HEALTHCHECK /m);
});

test('images of Node are pinned by digest, and the image changes nothing until it is told to', () => {
  const dockerfile = read('Dockerfile');
  const bases = [
    ...`${dockerfile}\n${read('examples/federation/Dockerfile')}`.matchAll(/^FROM (\S*(?:node|distroless)\S*)/gm),
  ];
  expect(bases.length).toBe(4);
  for (const [, base] of bases) expect(base).toMatch(/^[\w./-]+:[\w.-]+@sha256:[\da-f]{64}$/);
  expect(dockerfile).toMatch(/^ENV GATEWAY_MUTATIONS=off$/m);
});

test('versions are exact, and the lock file names no host', () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read('package.json'));
  for (const version of Object.values({ ...dependencies, ...devDependencies, ...optionalDependencies })) {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  }
  expect(read('package-lock.json')).not.toMatch(/"resolved": "http/);
});
