import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';
import type { AwsService, Connect } from '../../src/services/aws-service.ts';
import { connectOf, isAvailable, loadServices, NotOfferedError } from '../../src/services/load-services.ts';
import { PROVIDERS } from '../../src/sessions/providers.ts';
import { run } from '../support/process.ts';

const connect: Connect = () => ({ forRequest: () => ({}), close: () => {} });

/** Services whose modules count how often they are loaded. */
function services() {
  const loaded: string[] = [];
  const service = (name: AwsService['name'], serviceName: string, without: readonly string[] = []): AwsService => ({
    name,
    serviceName,
    endpoint: name,
    regionsWithout: new Set(without),
    async load() {
      loaded.push(name);
      return connect;
    },
  });
  return { loaded, all: [service('ssm', 'SSM'), service('appstream', 'AppStream', ['eu-north-1'])] };
}

test('GATEWAY_SERVICES has the services of all providers, in their order', () => {
  expect(parseConfig({}).services).toEqual(PROVIDERS.map(({ service }) => service));
});

describe('loadServices', () => {
  test('loads every service by default', async () => {
    const { all, loaded } = services();
    expect((await loadServices(all)).map(({ name, connect: loadedConnect }) => [name, loadedConnect])).toEqual([
      ['ssm', connect],
      ['appstream', connect],
    ]);
    expect(loaded).toEqual(['ssm', 'appstream']);
  });

  test('does not load the module of a disabled service', async () => {
    const { all, loaded } = services();
    const [ssm, appstream] = await loadServices(all, ({ name }) => name === 'ssm');
    expect(loaded).toEqual(['ssm']);
    expect([ssm?.connect, appstream?.connect]).toEqual([connect, null]);
  });
});

describe('A service in a region', () => {
  const loadedOf = async (isEnabled: boolean) => {
    const { all } = services();
    const [, appstream] = await loadServices(all, () => isEnabled);
    if (!appstream) throw new Error('There is no such service.');
    return appstream;
  };

  test('is connected where it is enabled and offered', async () => {
    const appstream = await loadedOf(true);
    expect(isAvailable(appstream, 'eu-west-1')).toBe(true);
    expect(connectOf(appstream, 'eu-west-1')).toBe(connect);
  });

  test('that AWS does not offer there is a NotOfferedError', async () => {
    const appstream = await loadedOf(true);
    expect(isAvailable(appstream, 'eu-north-1')).toBe(false);
    expect(() => connectOf(appstream, 'eu-north-1')).toThrow(NotOfferedError);
    expect(() => connectOf(appstream, 'eu-north-1')).toThrow('AWS does not offer AppStream in eu-north-1.');
  });

  test('that is disabled is SERVICE_DISABLED everywhere, and no NotOfferedError', async () => {
    const appstream = await loadedOf(false);
    for (const region of ['eu-west-1', 'eu-north-1']) {
      expect(isAvailable(appstream, region)).toBe(false);
      expect(() => connectOf(appstream, region)).toThrow(
        expect.objectContaining({ code: 'SERVICE_DISABLED', name: 'GatewayError' }),
      );
      expect(() => connectOf(appstream, region)).not.toThrow(NotOfferedError);
    }
  });
});

test.each([
  ['SSM', 'ssm,sts'],
  ['APPSTREAM', 'appstream,sts'],
  ['WORKSPACES', 'sts,workspaces'],
  ['WORKSPACES_PERSONAL,SSM', 'ssm,sts,workspaces'],
  ['', 'appstream,ssm,sts,workspaces'],
])('A gateway with GATEWAY_SERVICES=%s has loaded the SDK clients %s', async (names, clients) => {
  const running = run('test/support/loaded-clients.ts', [], { GATEWAY_SERVICES: names, AWS_REGION: 'eu-west-1' });
  expect(await running.line(/./)).toBe(clients);
  expect(await running.ended).toEqual({ code: 0, stderr: '' });
});
