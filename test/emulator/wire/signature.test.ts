import { describe, expect, test } from 'vitest';
import { ServiceError } from '../../../emulator/service-error.ts';
import { readSignature } from '../../../emulator/wire/signature.ts';
import { authorization, post, signedAt, startTestEmulator } from '../../support/emulator.ts';
import { buildWorld } from '../../support/world.ts';

const FLEETS = 'PhotonAdminProxyService.DescribeFleets';

function codeFor(authorization: string | undefined, time: string | undefined = signedAt): string {
  try {
    readSignature({ authorization, 'x-amz-date': time });
    return 'ok';
  } catch (error) {
    if (error instanceof ServiceError) return error.code;
    throw error;
  }
}

describe('An Authorization header', () => {
  test('says who calls which service in which region', () => {
    const headers = { authorization: authorization('ssm', 'AKIDEXAMPLE'), 'x-amz-date': signedAt };
    expect(readSignature(headers)).toEqual({
      accessKeyId: 'AKIDEXAMPLE',
      day: '20261102',
      time: signedAt,
      region: 'eu-west-1',
      service: 'ssm',
      signedHeaders: ['host', 'x-amz-date'],
      value: '0'.repeat(64),
    });
  });

  test('may have commas without spaces', () => {
    expect(codeFor(authorization('ssm').replaceAll(', ', ','))).toBe('ok');
  });

  test.each([undefined, ''])('must be there, not %o', (header) => {
    expect(codeFor(header)).toBe('MissingAuthenticationTokenException');
  });

  const good = authorization('appstream');
  test.each([
    ['another scheme', 'Bearer abc'],
    ['another algorithm', good.replace('AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA1')],
    ['no access key', good.replace(/Credential=\w+/, 'Credential=')],
    ['a day that is none', good.replace('20261102', '2026-11-02')],
    ['no region', good.replace('eu-west-1/', '')],
    ['another end of its location', good.replace('aws4_request', 'request')],
    ['no signed headers', good.replace(/SignedHeaders=[^,]+, /, '')],
    ['no signature', good.replace(/, Signature=.*/, '')],
    ['a signature too short', good.slice(0, -1)],
    ['something behind it', `${good} more`],
  ])('is rejected with %s', (_, header) => {
    expect(codeFor(header)).toBe('IncompleteSignatureException');
  });

  test.each([
    ['', 'IncompleteSignatureException'],
    ['Mon, 02 Nov 2026 09:00:00 GMT', 'IncompleteSignatureException'],
    ['20261103T090000Z', 'InvalidSignatureException'],
  ])('needs the time of its day in X-Amz-Date, not %j', (time, code) => {
    expect(codeFor(good, time)).toBe(code);
  });
});

describe('The emulator', () => {
  test.each([
    [undefined, 'MissingAuthenticationTokenException'],
    ['Bearer abc', 'IncompleteSignatureException'],
    [authorization('ssm'), 'InvalidSignatureException'],
  ])('rejects a call signed by %s', async (header, code) => {
    const emulator = await startTestEmulator();
    const response = await post(emulator, FLEETS, '{}', { authorization: header });
    expect(response.status).toBe(400);
    expect(response.headers.get('x-amzn-errortype')).toBe(code);
    expect(await response.json()).toMatchObject({ __type: code });
  });

  test('names the service that the signature should be for', async () => {
    const emulator = await startTestEmulator();
    const response = await post(emulator, FLEETS, '{}', { authorization: authorization('workspaces') });
    expect(await response.json()).toEqual({
      __type: 'InvalidSignatureException',
      message: "Credential should be scoped to correct service: 'appstream'.",
    });
  });

  test('shows each region its own world, and takes any secret', async () => {
    const { world } = buildWorld().fleet('here').at('123456789012', 'us-east-1').fleet('there');
    const emulator = await startTestEmulator({ world });
    const there = authorization('appstream').replace('eu-west-1', 'us-east-1').replace(/0{64}/, 'f'.repeat(64));
    const answers = [await post(emulator, FLEETS, '{}'), await post(emulator, FLEETS, '{}', { authorization: there })];
    const names = await Promise.all(answers.map(async (answer) => JSON.stringify(await answer.json())));
    expect(names).toEqual([expect.stringContaining('"here"'), expect.stringContaining('"there"')]);
  });
});
