import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startEmulator } from '../../emulator/emulator.ts';
import { exampleValue } from '../support/docs.ts';
import { fourLocations, roleOf } from '../support/locations.ts';
import { ask, killAfterEach, run, runGateway } from '../support/process.ts';

const kept = killAfterEach();

const FLEETS = '{ fleets(first: 200) { nodes { arn location { accountId region } } } }';

interface FleetsAnswer {
  readonly data: { fleets: { nodes: { arn: string; location: { accountId: string; region: string } }[] } } | null;
  readonly errors?: readonly { extensions: Record<string, unknown> }[];
}

const placesOf = ({ data }: FleetsAnswer) => [
  ...new Set(data?.fleets.nodes.map(({ location }) => `${location.accountId}/${location.region}`)),
];

describe('GATEWAY_AWS_ACCOUNTS', () => {
  test('as docs/multi-account.md shows it, works with the emulator: every location has a world of its own', async () => {
    const gateway = kept(
      await runGateway({ GATEWAY_AWS_ACCOUNTS: exampleValue('docs/multi-account.md', 'GATEWAY_AWS_ACCOUNTS') }),
    );
    const answer = (await ask(gateway.url, FLEETS)) as FleetsAnswer;
    expect(placesOf(answer)).toEqual(['123456789012/eu-west-1', '210987654321/eu-west-1', '210987654321/us-east-1']);
    const { nodes } = answer.data?.fleets ?? { nodes: [] };
    expect(new Set(nodes.map(({ arn }) => arn)).size).toBe(nodes.length);
  });

  test('that is not as it must be stops the start with one line', async () => {
    const { code, stderr } = await kept(run('src/main.ts', [], { GATEWAY_AWS_ACCOUNTS: '[{"regions":[]}]' })).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^GATEWAY_AWS_ACCOUNTS is "\[\{\\"regions\\":\[\]\}\]"; it must be .* \(\[0\]\.regions must not be empty\)\.\n$/,
    );
  });

  test('with GATEWAY_AWS=live has profiles and roles, and needs no region of the environment', async () => {
    const emulator = await startEmulator({ world: fourLocations() });
    const folder = await mkdtemp(join(tmpdir(), 'scopes-'));
    onTestFinished(async () => {
      await emulator.close();
      await rm(folder, { recursive: true });
    });
    const keys = 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = any\n';
    await writeFile(join(folder, 'credentials'), `[base]\n${keys}`);
    await writeFile(
      join(folder, 'config'),
      `[profile one]\nrole_arn = ${roleOf('111111111111')}\nsource_profile = base\nregion = us-east-1\n`,
    );
    const gateway = kept(
      await runGateway({
        GATEWAY_AWS: 'live',
        AWS_ENDPOINT_URL: emulator.endpoint,
        AWS_CONFIG_FILE: join(folder, 'config'),
        AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
        AWS_EC2_METADATA_DISABLED: 'true',
        GATEWAY_AWS_ACCOUNTS: JSON.stringify([
          { profile: 'one', regions: ['eu-west-1'] },
          { profile: 'base', roleArn: roleOf('222222222222'), regions: ['us-east-1'] },
          { profile: 'absent', regions: ['eu-north-1'] },
        ]),
      }),
    );
    const read = async (region: string) =>
      (await ask(gateway.url, FLEETS.replace('200', `200, region: "${region}"`))) as FleetsAnswer;
    expect(placesOf(await read('eu-west-1'))).toEqual(['111111111111/eu-west-1']);
    expect(placesOf(await read('us-east-1'))).toEqual(['222222222222/us-east-1']);
    expect((await read('eu-north-1')).errors?.[0]?.extensions).toMatchObject({
      code: 'UPSTREAM_CREDENTIALS',
      service: 'sts',
    });
    await gateway.line(/"location":"absent\/eu-north-1".*"msg":"cannot be read; trying again"/);
  });
});
