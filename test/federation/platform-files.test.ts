import { expect, test } from 'vitest';
import { gatewayConfig } from '../../examples/federation/gateway.config.ts';
import { companySubgraphs } from '../../examples/federation/supergraph.ts';
import { page } from '../support/docs.ts';
import { exampleText as text, exampleYaml as yaml } from '../support/federation-example.ts';

const { services } = yaml('../../docker-compose.yml');
const subgraphs = companySubgraphs({
  sessions: 'http://gateway:4000/graphql',
  directory: 'http://directory:4001/graphql',
});
/** The gateway's GATEWAY_DEADLINE_MS, as docs/configuration.md has it. */
const deadlineMs = Number(/`GATEWAY_DEADLINE_MS` \| `(\d+)`/.exec(page('docs/configuration.md'))?.[1]);

test('docker-compose.yml has the company graph as a profile: it starts with the gateway, on a loopback port', () => {
  const dockerfile = text('Dockerfile');
  for (const { profiles, build } of [services.directory, services.router]) {
    expect(profiles).toEqual(['federation']);
    expect(dockerfile).toMatch(new RegExp(`^FROM .+ AS ${build.target}$`, 'm'));
  }
  expect(services.router.ports).toEqual(['127.0.0.1:4100:4000']);
  expect(services.directory.ports).toBeUndefined();
  expect(Object.keys(services.router.depends_on)).toEqual(['gateway', 'directory']);
  expect(services.gateway.environment.GATEWAY_IDENTITY_DOMAIN).toBe('example.com');
  // The image composes for the names and ports that the services have.
  for (const { url } of subgraphs) {
    expect(dockerfile).toContain(url);
    expect(services).toHaveProperty(new URL(url).hostname);
  }
  expect(text('directory-main.ts')).toContain('4001');
  const ignored = text('../../.dockerignore');
  for (const path of ['examples', 'schema.subgraph.graphql']) expect(ignored).toContain(`!${path}\n`);
});

test('rover composes the subgraphs that are composed here', () => {
  const { subgraphs: listed } = yaml('supergraph.yaml');
  for (const { name, sdl } of subgraphs) expect(text(listed[name].schema.file)).toBe(sdl);
  expect(Object.keys(listed)).toEqual(subgraphs.map(({ name }) => name));
});

test.each(['router.yaml', 'router.config.yaml'])(
  '%s knows the gateway by its name, passes on who asks, and waits for longer than the gateway does',
  (file) => {
    const { headers, traffic_shaping, demand_control } = yaml(file);
    const passed = headers.subgraphs.sessions.request.map(
      ({ propagate }: { propagate: { named: string } }) => propagate.named,
    );
    expect(passed).toEqual(['authorization', 'x-request-id']);
    const { timeout, request_timeout = timeout } = traffic_shaping.subgraphs.sessions;
    expect(Number.parseInt(request_timeout, 10) * 1000).toBeGreaterThan(deadlineMs);
    expect(demand_control.enabled).toBe(true);
  },
);

test('Hive Gateway does the same from gateway.config.ts', () => {
  expect(gatewayConfig.upstreamTimeout).toBeGreaterThan(deadlineMs);
  expect(gatewayConfig.demandControl?.maxCost).toBe(1000);
});
