import { DescribeFleetsCommand } from '@aws-sdk/client-appstream';
import { DescribeSessionsCommand } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { DescribeWorkspacesPoolsCommand } from '@aws-sdk/client-workspaces';
import { describe, expect, test } from 'vitest';
import { signatureOf } from '../../../emulator/wire/sigv4.ts';
import {
  authorization,
  type Credentials,
  post,
  rejectionOf,
  sdkClients,
  signedAt,
  startTestEmulator,
} from '../../support/emulator.ts';

const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const parts = {
  day: '20150830',
  time: '20150830T123600Z',
  region: 'us-east-1',
  service: 'service',
  signedHeaders: ['host', 'x-amz-date'],
};
const headers = { host: 'example.amazonaws.com', 'x-amz-date': '20150830T123600Z' };

// The published test suite of Signature Version 4 (aws-sig-v4-test-suite): the name of the case, then what it says.
test.each([
  ['get-vanilla', 'GET', '/', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  ['post-vanilla', 'POST', '/', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  [
    'get-vanilla-query-order-key-case',
    'GET',
    '/?Param2=value2&Param1=value1',
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
])("The signature of AWS's example %s is AWS's", (_, method, url, signature) => {
  expect(signatureOf({ method, url, headers, body: '' }, parts, secret)).toBe(signature);
});

/** An emulator, and credentials that it has issued. */
async function assumed() {
  const emulator = await startTestEmulator();
  const { Credentials: given } = await emulator.sts.send(
    new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::210987654321:role/reader', RoleSessionName: 'gateway' }),
  );
  const {
    AccessKeyId: accessKeyId = '',
    SecretAccessKey: secretAccessKey = '',
    SessionToken: sessionToken = '',
  } = given ?? {};
  return { emulator, credentials: { accessKeyId, secretAccessKey, sessionToken } satisfies Credentials };
}

describe('A call with credentials of AssumeRole', () => {
  test('passes when its signature is right, in every service', async () => {
    const { emulator, credentials } = await assumed();
    const { appstream, ssm, workspaces, sts } = sdkClients(emulator, { credentials });
    const calls = [
      appstream.send(new DescribeFleetsCommand({ Names: [] })),
      ssm.send(new DescribeSessionsCommand({ State: 'Active' })),
      workspaces.send(new DescribeWorkspacesPoolsCommand({})),
      sts.send(new GetCallerIdentityCommand({})),
    ];
    const rejections = await Promise.all(calls.map(rejectionOf));
    expect(rejections.map(({ name }) => name)).toEqual(['ok', 'ok', 'ok', 'ok']);
  });

  test.each([
    ['another secret', { secretAccessKey: 'any' }, 'InvalidSignatureException', 'SignatureDoesNotMatch'],
    ['another session token', { sessionToken: 'any' }, 'UnrecognizedClientException', 'InvalidClientTokenId'],
    ['no session token', { sessionToken: undefined }, 'UnrecognizedClientException', 'InvalidClientTokenId'],
  ])('is rejected with %s', async (_, change, json, query) => {
    const { emulator, credentials } = await assumed();
    const { ssm, sts } = sdkClients(emulator, { credentials: { ...credentials, ...change } });
    const rejection = await rejectionOf(ssm.send(new DescribeSessionsCommand({ State: 'Active' })));
    expect([rejection.name, rejection.status]).toEqual([json, 400]);
    const identity = await rejectionOf(sts.send(new GetCallerIdentityCommand({})));
    expect([identity.name, identity.status]).toEqual([query, 403]);
  });

  test('is rejected when its body is not the one that was signed', async () => {
    const { emulator, credentials } = await assumed();
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const call = { day: signedAt.slice(0, 8), time: signedAt, region: 'eu-west-1', service: 'ssm' };
    const signed = { method: 'POST', url: '/', headers: { 'x-amz-date': signedAt }, body: '{"State":"Active"}' };
    const value = signatureOf(signed, { ...call, signedHeaders: ['x-amz-date'] }, secretAccessKey);
    const header = authorization('ssm', accessKeyId).replace('host;', '').replace(/0{64}/, value);
    const send = async (body: string) => {
      const extra = { authorization: header, 'x-amz-security-token': sessionToken };
      return (await post(emulator, 'AmazonSSM.DescribeSessions', body, extra)).status;
    };
    expect([await send(signed.body), await send('{"State":"History"}')]).toEqual([200, 400]);
  });
});
