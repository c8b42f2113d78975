import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { post, startTestEmulator } from '../../support/emulator.ts';
import { start } from '../../support/plain-shapes.ts';
import { buildWorld } from '../../support/world.ts';

const FLEETS = 'PhotonAdminProxyService.DescribeFleets';

async function rejected(answer: Promise<Response>): Promise<{ status: number; code: unknown; message: unknown }> {
  const response = await answer;
  const body = (await response.json()) as { __type?: unknown; message?: unknown };
  expect(response.headers.get('x-amzn-errortype')).toBe(body.__type);
  expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  return { status: response.status, code: body.__type, message: body.message };
}

describe('An answer', () => {
  test('is AWS JSON 1.1 with a request id of its own', async () => {
    const emulator = await startTestEmulator();
    const [one, other] = await Promise.all([post(emulator, FLEETS, '{}'), post(emulator, FLEETS, '{}')]);
    expect(one.status).toBe(200);
    expect(one.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(one.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(one.headers.get('x-amzn-requestid')).not.toBe(other.headers.get('x-amzn-requestid'));
    expect(await one.json()).toEqual({ Fleets: [] });
  });

  test('has times as seconds since the epoch, with a fraction, at any depth', async () => {
    const CreatedTime = new Date(start + 250);
    const emulator = await startTestEmulator({ world: buildWorld().fleet('design', { CreatedTime }).world });
    const response = await post(emulator, FLEETS, '{}');
    expect(await response.json()).toMatchObject({ Fleets: [{ Name: 'design', CreatedTime: (start + 250) / 1000 }] });
  });

  test('keeps what is not ASCII', async () => {
    const emulator = await startTestEmulator({
      world: buildWorld().fleet('design', { DisplayName: 'Entwürfe 😀' }).world,
    });
    const response = await post(emulator, FLEETS, '{"Names":["design"]}');
    expect(await response.json()).toMatchObject({ Fleets: [{ DisplayName: 'Entwürfe 😀' }] });
  });
});

describe('A request', () => {
  test('may have no body: that is an empty structure', async () => {
    const emulator = await startTestEmulator();
    expect((await post(emulator, FLEETS, '')).status).toBe(200);
  });

  test.each(['{', 'null', '[]', '"text"', '5', '{"Names":[}'])('whose body is %s is rejected', async (body) => {
    const emulator = await startTestEmulator();
    expect(await rejected(post(emulator, FLEETS, body))).toMatchObject({ status: 400, code: 'SerializationException' });
  });

  test('with a value of the wrong JSON type is rejected', async () => {
    const emulator = await startTestEmulator();
    const body = '{"Names":"design"}';
    expect(await rejected(post(emulator, FLEETS, body))).toMatchObject({ status: 400, code: 'SerializationException' });
  });

  test.each([undefined, 'application/json', 'application/x-amz-json-1.0', 'text/plain'])(
    'of the content type %s is rejected',
    async (type) => {
      const emulator = await startTestEmulator();
      const answer = post(emulator, FLEETS, '{}', { 'content-type': type });
      expect(await rejected(answer)).toMatchObject({ status: 415, code: 'SerializationException' });
    },
  );

  test('may name its character set', async () => {
    const emulator = await startTestEmulator();
    const type = 'application/x-amz-json-1.1; charset=utf-8';
    expect((await post(emulator, FLEETS, '{}', { 'content-type': type })).status).toBe(200);
  });

  test.each([
    undefined,
    '',
    'DescribeFleets',
    'Unknown.DescribeFleets',
    'constructor.name',
    'PhotonAdminProxyService',
    'PhotonAdminProxyService.DescribeImages',
    'PhotonAdminProxyService.toString',
    'AmazonSSM.DescribeFleets',
  ])('for the target %s is rejected', async (target) => {
    const emulator = await startTestEmulator();
    const answer = post(emulator, target ?? '', '{}', { 'x-amz-target': target });
    expect(await rejected(answer)).toMatchObject({ status: 400, code: 'UnknownOperationException' });
  });

  test('lists all its violations in one message', async () => {
    const emulator = await startTestEmulator();
    const answer = post(emulator, 'AmazonSSM.DescribeSessions', '{"State":"Gone","MaxResults":0}');
    expect(await rejected(answer)).toEqual({
      status: 400,
      code: 'ValidationException',
      message:
        "2 validation errors detected: Value 'Gone' at 'state' failed to satisfy constraint: Member must satisfy enum value set: [Active, History]; " +
        "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
    });
  });

  test('that meets a mistake of the emulator is an InternalFailure, and the emulator stays', async () => {
    let isBroken = true;
    const simulation = {
      step() {
        if (isBroken) throw new Error('No world.');
      },
    };
    const emulator = await startTestEmulator({ simulation });
    const answer = await post(emulator, FLEETS, '{}');
    expect([answer.status, await answer.json()]).toEqual([
      500,
      { __type: 'InternalFailure', message: 'Error: No world.' },
    ]);
    isBroken = false;
    expect((await post(emulator, FLEETS, '{}')).status).toBe(200);
  });

  test('that breaks off leaves other requests alone', async () => {
    const emulator = await startTestEmulator();
    const { hostname, port } = new URL(emulator.endpoint);
    const socket = connect(Number(port), hostname);
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.write('POST / HTTP/1.1\r\nhost: emulator\r\ncontent-length: 100\r\n\r\n{"Names":');
    // Once a request that came later is answered, half of this one has been read.
    expect((await post(emulator, FLEETS, '{}')).status).toBe(200);
    socket.resetAndDestroy();
    expect((await post(emulator, FLEETS, '{}')).status).toBe(200);
  });
});

describe('The record of calls', () => {
  test('has each call with what it asked, where, when and how it ended', async () => {
    const emulator = await startTestEmulator({ clock: { now: () => start } });
    await post(emulator, FLEETS, '{"Names":["gone"]}');
    await post(emulator, 'AmazonSSM.DescribeSessions', '{"State":"Active"}');
    const where = { accountId: '123456789012', region: 'eu-west-1', at: start };
    expect(emulator.calls).toEqual([
      {
        service: 'appstream',
        operation: 'DescribeFleets',
        input: { Names: ['gone'] },
        outcome: 'ResourceNotFoundException',
        ...where,
      },
      { service: 'ssm', operation: 'DescribeSessions', input: { State: 'Active' }, outcome: 'ok', ...where },
    ]);
    expect([emulator.count(), emulator.count('DescribeFleets'), emulator.count(undefined, 'ssm')]).toEqual([2, 1, 1]);
    expect(emulator.count('DescribeSessions', 'appstream')).toBe(0);
    emulator.clearCalls();
    expect(emulator.count()).toBe(0);
  });
});
