import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseConfig } from '../../../src/config/config.ts';
import { createLog } from '../../../src/log/log.ts';
import { createTelemetry } from '../../../src/server/telemetry.ts';
import { startReceiver } from '../../support/otlp.ts';
import { ask, type Running, run, runGateway } from '../../support/process.ts';

const kept = <Program extends Running>(program: Program): Program => {
  onTestFinished(() => void program.child.kill('SIGKILL'));
  return program;
};

const metricsOf = async (gateway: Running) =>
  String((JSON.parse(await gateway.line(/"metrics":/)) as { metrics: string }).metrics);

describe('The program', () => {
  test('serves metrics on a separate port, whose URL is the second log line', async () => {
    const gateway = kept(await runGateway({ GATEWAY_METRICS_PORT: '0' }));
    await ask(gateway.url, '{ fleets(first: 1) { nodes { name } } }');
    const text = await (await fetch(await metricsOf(gateway))).text();
    expect(text).toContain('gateway_requests_total{type="query",status="200"} 1');
    expect(text).toContain('gateway_ready 1');
    gateway.child.kill('SIGTERM');
    expect(await gateway.ended).toEqual({ code: 0, stderr: '' });
  });

  test('on a metrics port in use stops with one line', async () => {
    const { port } = new URL(await metricsOf(kept(await runGateway({ GATEWAY_METRICS_PORT: '0' }))));
    const { code, stderr } = await kept(run('src/main.ts', [], { PORT: '0', GATEWAY_METRICS_PORT: port })).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^Cannot listen on GATEWAY_METRICS_PORT ${port}: .*\n$`));
  });

  test('exports the buffered traces before it exits', async () => {
    const receiver = await startReceiver();
    const resource = { OTEL_SERVICE_NAME: 'sessions', OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test' };
    const gateway = kept(await runGateway({ OTEL_EXPORTER_OTLP_ENDPOINT: `${receiver.url}/`, ...resource }));
    await ask(gateway.url, '{ fleets(first: 1) { nodes { name } } }');
    gateway.child.kill('SIGTERM');
    expect(await gateway.ended).toEqual({ code: 0, stderr: '' });
    expect(receiver.spans.map(({ name }) => name).sort()).toEqual([
      'AppStream.DescribeFleets',
      'POST /graphql',
      'query',
    ]);
    expect(receiver.resource).toMatchObject({ 'service.name': 'sessions', 'deployment.environment.name': 'test' });
  });

  test('exits with 0 if the collector never answers', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => {
      silent.closeAllConnections();
      silent.close();
    });
    const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const gateway = kept(await runGateway({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }));
    await ask(gateway.url, '{ __typename }');
    gateway.child.kill('SIGTERM');
    expect(await gateway.ended).toEqual({ code: 0, stderr: '' });
  });
});

describe('Disabled instrumentation', () => {
  test('registers no hooks', async () => {
    const { requests, calls } = await createTelemetry(parseConfig({}), createLog('silent'));
    expect({ requests, calls }).toEqual({ requests: [], calls: {} });
  });

  test('is not loaded: only two folders import its libraries, and these are imported dynamically', () => {
    const root = new URL('../../../src/', import.meta.url);
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
    const importing = (pattern: RegExp) =>
      files.filter((path) => pattern.test(readFileSync(new URL(path, root), 'utf8')));
    const outside = (paths: string[]) =>
      paths.filter((path) => !/^server\/observability\/(metrics|traces)\//.test(path));
    expect(outside(importing(/from '(?:prom-client|@opentelemetry\/)/))).toEqual([]);
    expect(outside(importing(/from '[^']*\/(?:metrics|traces)\/[\w-]+\.ts'/))).toEqual([]);
    expect(outside(importing(/import\('[^']*\/(?:metrics|traces)\/[\w-]+\.ts'\)/))).toEqual(['server/telemetry.ts']);
  });
});
