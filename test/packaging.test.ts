import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

interface Service {
  readonly build: string | { readonly dockerfile: string; readonly target: string };
  readonly profiles?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
}

const { services } = parse(read('docker-compose.yml')) as {
  services: Record<'gateway' | 'emulator' | 'directory' | 'router', Service>;
};

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

test('the image runs as a user who is not root, and checks its health', () => {
  const dockerfile = read('Dockerfile');
  expect(dockerfile).toMatch(/^USER node$/m);
  expect(dockerfile).toMatch(/^HEALTHCHECK /m);
});

test('versions are exact, and the lock file names no host', () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read('package.json'));
  for (const version of Object.values({ ...dependencies, ...devDependencies, ...optionalDependencies })) {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  }
  expect(read('package-lock.json')).not.toMatch(/"resolved": "http/);
});
