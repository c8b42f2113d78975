import { expect, test } from 'vitest';
import { startTestEmulator } from '../support/emulator.ts';
import { ask, killAfterEach, run, runGateway } from '../support/process.ts';
import { startProxy } from '../support/proxy.ts';
import { buildWorld } from '../support/world.ts';

const kept = killAfterEach();

const FLEETS = '{ fleets(first: 1) { nodes { name } } }';

test('the embedded emulator is never reached through a proxy', async () => {
  const proxy = await startProxy();
  const { url: PROXY } = proxy;
  const gateway = kept(await runGateway({ HTTP_PROXY: PROXY, HTTPS_PROXY: PROXY, NODE_USE_ENV_PROXY: '1' }));
  expect(await ask(gateway.url, FLEETS)).toMatchObject({ data: { fleets: { nodes: [{}] } } });
  expect(proxy.seen).toEqual([]);
});

test('AWS is, by the variables in lower case', async () => {
  const emulator = await startTestEmulator({ world: buildWorld().fleet('design').world });
  const proxy = await startProxy({ hosts: { 'aws.test': Number(new URL(emulator.endpoint).port) } });
  const gateway = kept(
    await runGateway({
      GATEWAY_AWS: 'live',
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'any',
      AWS_ENDPOINT_URL: 'http://aws.test',
      http_proxy: proxy.url,
    }),
  );
  expect(await ask(gateway.url, FLEETS)).toMatchObject({ data: { fleets: { nodes: [{ name: 'design' }] } } });
  expect(new Set(proxy.seen)).toEqual(new Set(['POST http://aws.test/']));
});

test('a proxy that cannot be one stops the start with one line without its password', async () => {
  const { code, stderr } = await kept(run('src/main.ts', [], { HTTPS_PROXY: 'socks5://u:secret@proxy' })).ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(/^HTTPS_PROXY is \(not shown\); .*\n$/);
});
