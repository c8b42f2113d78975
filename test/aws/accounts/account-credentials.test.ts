import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { environmentCredentials } from '../../../src/aws/accounts/account-credentials.ts';
import { clientConfig } from '../../../src/aws/accounts/aws-config.ts';
import { credentialChain } from '../../../src/aws/accounts/credential-chain.ts';
import type { GatewayError } from '../../../src/errors/gateway-error.ts';
import { startFakeAws } from '../../support/fake-aws.ts';
import { startProxy } from '../../support/proxy.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aws-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Nothing of the machine's own configuration may leak into a test. */
beforeEach(() => {
  for (const name of ['AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'])
    vi.stubEnv(name, '');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent/credentials');
  vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent/config');
  vi.stubEnv('HOME', folder);
});
afterEach(() => vi.unstubAllEnvs());

/** The SDK reads a file once in the simulation of a process. */
let files = 0;
async function configure(text: string): Promise<void> {
  files += 1;
  const path = join(folder, `config-${files}`);
  await writeFile(path, text);
  vi.stubEnv('AWS_CONFIG_FILE', path);
}

async function failureOf(profile?: string): Promise<GatewayError> {
  const { endpoint } = await startFakeAws(() => {});
  const identity = environmentCredentials(
    { endpoint },
    { regions: ['eu-west-1'], ...(profile !== undefined && { profile }) },
  );
  onTestFinished(() => identity.close());
  return identity.account().then(
    () => expect.fail('It has credentials'),
    (error: GatewayError) => error,
  );
}

describe('Credentials that cannot be had are UPSTREAM_CREDENTIALS, in words that help', () => {
  const SSO =
    '[profile sso]\nsso_session = s\nsso_account_id = 123456789012\nsso_role_name = Deadline\n[sso-session s]\nsso_region = eu-west-1\nsso_start_url = https://secret.test/start\n';

  test.each([
    ['without any', undefined, ''],
    ['of a profile that is not there', 'absent', '[profile somebody]\nregion = eu-west-1\n'],
    ['of a profile without credentials', 'empty', '[profile empty]\nregion = eu-west-1\n'],
    ['of a sign-in that never was', 'sso', SSO],
    ['of a process that fails', 'process', '[profile process]\ncredential_process = /bin/false\n'],
    ['of a process that is not there', 'process', '[profile process]\ncredential_process = /nonexistent/secret\n'],
    ['of a process that says nonsense', 'process', '[profile process]\ncredential_process = echo secret\n'],
    [
      'of a token file that is not there',
      'web',
      '[profile web]\nrole_arn = arn:aws:iam::123456789012:role/secret\nweb_identity_token_file = /nonexistent/secret\n',
    ],
    [
      'of a source profile that is not there',
      'role',
      '[profile role]\nrole_arn = arn:aws:iam::123456789012:role/secret\nsource_profile = absent\n',
    ],
    [
      'of profiles that name each other',
      'a',
      '[profile a]\nrole_arn = arn:aws:iam::123456789012:role/a\nsource_profile = b\n[profile b]\nrole_arn = arn:aws:iam::123456789012:role/b\nsource_profile = a\n',
    ],
    ['of a file that is none', 'x', '\u0000[[[=\n'],
  ])('%s', async (_title, profile, text) => {
    await configure(text);
    const { message, extensions } = await failureOf(profile);
    expect(extensions).toMatchObject({ code: 'UPSTREAM_CREDENTIALS', service: 'sts', retryable: false });
    expect(message).toMatch(/no AWS credentials .* keys, profile, role or sign-in/);
    expect(JSON.stringify([message, extensions])).not.toMatch(/secret|absent|nonexistent/);
  });
});

test('a bad region is UPSTREAM_ERROR: configuration', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'any');
  for (const region of ['eu west 1', 'x.secret.test', '../..', '-']) {
    const identity = environmentCredentials({}, { regions: [region] });
    const error = (await identity.account().catch((reason: unknown) => reason)) as GatewayError;
    identity.close();
    expect(error.extensions, region).toMatchObject({ code: 'UPSTREAM_ERROR', retryable: false });
    expect(error.message).toMatch(/configuration is invalid/);
  }
});

test('SSO and web identity are asked through the proxy', async () => {
  const { endpoint } = await startFakeAws((response) => response.writeHead(400).end());
  const port = Number(new URL(endpoint).port);
  const proxy = await startProxy({ hosts: { 'aws.test': port } });
  vi.stubEnv('AWS_ENDPOINT_URL', 'http://aws.test');
  const token = join(folder, 'token');
  await writeFile(token, 'token');
  await configure(
    `[profile web]\nrole_arn = arn:aws:iam::123456789012:role/r\nweb_identity_token_file = ${token}\n[profile sso]\nsso_account_id = 123456789012\nsso_role_name = Deadline\nsso_region = eu-west-1\nsso_start_url = https://start.test\n`,
  );
  const client = clientConfig({ proxies: { HTTP_PROXY: proxy.url } });
  onTestFinished(() => client.requestHandler.destroy());
  await expect(credentialChain(client, 'web', 'eu-west-1')()).rejects.toThrow();
  expect(proxy.seen).toEqual(['POST http://aws.test/']);
});
