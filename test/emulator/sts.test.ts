import { DescribeFleetsCommand } from '@aws-sdk/client-appstream';
import { AssumeRoleCommand, type AssumeRoleCommandInput, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../emulator/world/clock.ts';
import { manualClock } from '../../emulator/world/clock.ts';
import {
  authorization,
  type Credentials,
  rejectionOf,
  sdkClients,
  signedAt,
  startTestEmulator,
} from '../support/emulator.ts';
import { start } from '../support/plain-shapes.ts';
import { buildWorld } from '../support/world.ts';

const role: AssumeRoleCommandInput = {
  RoleArn: 'arn:aws:iam::210987654321:role/reader',
  RoleSessionName: 'gateway',
};

async function started(clock: Clock = manualClock()) {
  const { world } = buildWorld().fleet('mine').at('210987654321', 'eu-west-1').fleet('theirs');
  return startTestEmulator({ world, clock });
}

type Started = Awaited<ReturnType<typeof started>>;

async function assume(emulator: Started, input: Partial<AssumeRoleCommandInput> = {}): Promise<Credentials> {
  const { Credentials: given } = await emulator.sts.send(new AssumeRoleCommand({ ...role, ...input }));
  const {
    AccessKeyId: accessKeyId = '',
    SecretAccessKey: secretAccessKey = '',
    SessionToken: sessionToken,
  } = given ?? {};
  return { accessKeyId, secretAccessKey, sessionToken };
}

/** A raw call of the Query protocol. */
async function form(
  emulator: Started,
  fields: Record<string, string>,
  authorized: string | undefined = authorization('sts'),
) {
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-amz-date': signedAt,
    ...(authorized && { authorization: authorized }),
  };
  const body = new URLSearchParams({ Version: '2011-06-15', ...fields }).toString();
  const response = await fetch(emulator.endpoint, { method: 'POST', headers, body });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe('GetCallerIdentity', () => {
  test('names the account of a key that was never issued', async () => {
    const { sts } = await started();
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '123456789012',
      Arn: 'arn:aws:iam::123456789012:user/emulated',
      UserId: 'AKIAIOSFODNN7EXAMPLE',
      $metadata: { httpStatusCode: 200, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
  });

  test('names the account that the emulator was started for', async () => {
    const { sts } = await startTestEmulator({ accountId: '999999999999' });
    expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe('999999999999');
  });

  test('names the account of an assumed role', async () => {
    const emulator = await started();
    const { sts } = sdkClients(emulator, { credentials: await assume(emulator) });
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '210987654321',
      Arn: expect.stringMatching(/^arn:aws:sts::210987654321:assumed-role\//),
    });
  });
});

describe('AssumeRole', () => {
  test('gives credentials for an hour', async () => {
    const { sts } = await started();
    expect(await sts.send(new AssumeRoleCommand(role))).toMatchObject({
      Credentials: {
        AccessKeyId: expect.stringMatching(/^ASIA/),
        SecretAccessKey: expect.stringMatching(/^.{40}$/),
        SessionToken: expect.any(String),
        Expiration: new Date(start + 3_600_000),
      },
      AssumedRoleUser: {
        Arn: 'arn:aws:sts::210987654321:assumed-role/reader/gateway',
        AssumedRoleId: expect.stringMatching(/:gateway$/),
      },
    });
  });

  test('gives credentials for the requested duration', async () => {
    const { sts } = await started();
    const { Credentials: given } = await sts.send(new AssumeRoleCommand({ ...role, DurationSeconds: 900 }));
    expect(given?.Expiration).toEqual(new Date(start + 900_000));
  });

  test("gives credentials that see the role's account, in every service", async () => {
    const emulator = await started();
    const names = async ({ appstream }: Pick<Started, 'appstream'>) =>
      (await appstream.send(new DescribeFleetsCommand({}))).Fleets?.map((fleet) => fleet.Name);
    expect(await names(emulator)).toEqual(['mine']);
    expect(await names(sdkClients(emulator, { credentials: await assume(emulator) }))).toEqual(['theirs']);
  });

  test('knows a role with a path by its name', async () => {
    const { sts } = await started();
    const RoleArn = 'arn:aws:iam::210987654321:role/teams/design/reader';
    const { AssumedRoleUser } = await sts.send(new AssumeRoleCommand({ ...role, RoleArn }));
    expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::210987654321:assumed-role/reader/gateway');
  });

  test('of a role that asks for an external id rejects a caller without it, or with another', async () => {
    const { world } = buildWorld().role(String(role.RoleArn), 'tenant-1');
    const { sts } = await startTestEmulator({ world });
    const assuming = (ExternalId?: string) => rejectionOf(sts.send(new AssumeRoleCommand({ ...role, ExternalId })));
    expect((await assuming('tenant-1')).name).toBe('ok');
    const message =
      'User: arn:aws:iam::123456789012:user/emulated is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::210987654321:role/reader';
    expect(await assuming()).toEqual({ name: 'AccessDenied', message, status: 403 });
    expect(await assuming('tenant-2')).toEqual({ name: 'AccessDenied', message, status: 403 });
  });

  test('gives credentials that expire by the clock', async () => {
    const clock = manualClock();
    const emulator = await started(clock);
    const clients = sdkClients(emulator, { credentials: await assume(emulator, { DurationSeconds: 900 }) });
    const fleets = () => rejectionOf(clients.appstream.send(new DescribeFleetsCommand({})));
    clock.advance(899_999);
    expect((await fleets()).name).toBe('ok');
    clock.advance(1);
    const message = 'The security token included in the request is expired';
    expect(await fleets()).toEqual({ name: 'ExpiredTokenException', message, status: 400 });
    const identity = await rejectionOf(clients.sts.send(new GetCallerIdentityCommand({})));
    expect(identity).toEqual({ name: 'ExpiredToken', message, status: 403 });
  });

  test.each([
    [{ RoleArn: 'arn:aws:iam::1:role/reader' }, 'arn:aws:iam::1:role/reader is invalid'],
    [{ RoleArn: 'arn:aws:iam::210987654321:user/reader' }, 'arn:aws:iam::210987654321:user/reader is invalid'],
    [
      { RoleArn: 'reader' },
      "1 validation error detected: Value 'reader' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20",
    ],
    [
      { DurationSeconds: 899 },
      "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    ],
  ])('rejects %o', async (input, message) => {
    const { sts } = await started();
    const rejection = await rejectionOf(sts.send(new AssumeRoleCommand({ ...role, ...input })));
    expect(rejection).toEqual({ name: 'ValidationError', message, status: 400 });
  });
});

describe('The Query protocol', () => {
  test('answers in XML, with the request id in the header and in the text', async () => {
    const { status, headers, text } = await form(await started(), { Action: 'GetCallerIdentity' });
    const id = headers.get('x-amzn-requestid');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/xml']);
    expect(text).toContain('<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">');
    expect(text).toContain(`<ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata>`);
  });

  test('escapes what it repeats', async () => {
    const { status, text } = await form(await started(), {
      Action: 'AssumeRole',
      RoleArn: '<&>',
      RoleSessionName: 'me',
    });
    expect(status).toBe(400);
    expect(text).toContain('<Type>Sender</Type><Code>ValidationError</Code>');
    expect(text).toContain('&lt;&amp;&gt;');
  });

  test.each([
    ['an unknown action', { Action: 'GetSessionToken' }, undefined, 400, 'InvalidAction'],
    ['no action', {}, undefined, 400, 'InvalidAction'],
    ['a number that is none', { Action: 'AssumeRole', DurationSeconds: 'long' }, undefined, 400, 'MalformedInput'],
    ['no signature', { Action: 'GetCallerIdentity' }, '', 403, 'MissingAuthenticationToken'],
    ['half a signature', { Action: 'GetCallerIdentity' }, 'AWS4-HMAC-SHA256', 400, 'IncompleteSignature'],
    [
      'the signature of another service',
      { Action: 'GetCallerIdentity' },
      authorization('ssm'),
      403,
      'SignatureDoesNotMatch',
    ],
  ])('rejects %s', async (_, fields, authorized, status, code) => {
    const answer = await form(await started(), fields, authorized);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(`<Code>${code}</Code>`);
  });

  test('has its own word for too many calls', async () => {
    const emulator = await started();
    emulator.throttles.push({ service: 'sts', rate: 1, burst: 0 });
    expect((await rejectionOf(emulator.sts.send(new GetCallerIdentityCommand({})))).name).toBe('Throttling');
  });
});
