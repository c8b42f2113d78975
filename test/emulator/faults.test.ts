import { DescribeFleetsCommand, DescribeStacksCommand } from '@aws-sdk/client-appstream';
import { DescribeInstanceInformationCommand, DescribeSessionsCommand } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../emulator/faults/faults.ts';
import { manualClock } from '../../emulator/world/clock.ts';
import { post, rejectionOf, sdkClients, startTestEmulator } from '../support/emulator.ts';
import { buildWorld } from '../support/world.ts';

const TARGET = 'PhotonAdminProxyService.DescribeFleets';

type Started = Awaited<ReturnType<typeof startTestEmulator>>;

const fleets = ({ appstream }: Pick<Started, 'appstream'>, Names?: string[]) =>
  rejectionOf(appstream.send(new DescribeFleetsCommand({ Names })));
const stacks = ({ appstream }: Started) => rejectionOf(appstream.send(new DescribeStacksCommand({})));
const sessions = ({ ssm }: Started) => rejectionOf(ssm.send(new DescribeSessionsCommand({ State: 'Active' })));

async function started(...faults: Fault[]): Promise<Started> {
  const emulator = await startTestEmulator({ world: buildWorld().fleets(3).world });
  emulator.faults.push(...faults);
  return emulator;
}

async function outcomes(count: number, call: () => Promise<{ name: string }>): Promise<string[]> {
  const names: string[] = [];
  for (let index = 0; index < count; index += 1) names.push((await call()).name);
  return names;
}

describe('The fault "error"', () => {
  test('answers with its code, text and status', async () => {
    const emulator = await started({
      kind: 'error',
      code: 'ServiceUnavailableException',
      message: 'Later',
      status: 503,
    });
    expect(await fleets(emulator)).toEqual({ name: 'ServiceUnavailableException', message: 'Later', status: 503 });
  });

  test('is an InternalFailure, 500 by default', async () => {
    expect(await fleets(await started({ kind: 'error' }))).toMatchObject({ name: 'InternalFailure', status: 500 });
  });

  test('with a code of its own has the status 400 by default', async () => {
    const emulator = await started({ kind: 'error', code: 'AccessDeniedException' });
    expect(await fleets(emulator)).toMatchObject({ name: 'AccessDeniedException', status: 400 });
  });

  test('speaks XML where the service does', async () => {
    const emulator = await started({
      kind: 'error',
      service: 'sts',
      code: 'RegionDisabledException',
      message: 'a < b',
      status: 403,
    });
    const rejection = await rejectionOf(emulator.sts.send(new GetCallerIdentityCommand({})));
    expect(rejection).toEqual({ name: 'RegionDisabledException', message: 'a < b', status: 403 });
  });

  test('that cannot be sent fails its own call only', async () => {
    const emulator = await startTestEmulator();
    emulator.faults.push({ kind: 'error', code: 'two\nlines', times: 1 });
    const statuses = [await post(emulator, TARGET, '{}'), await post(emulator, TARGET, '{}')].map(
      ({ status }) => status,
    );
    expect(statuses).toEqual([500, 200]);
  });

  test('leaves the world alone', async () => {
    const emulator = await started({ kind: 'error', times: 1 });
    await post(emulator, 'PhotonAdminProxyService.DeleteFleet', '{"Name":"fleet-1"}');
    expect(await fleets(emulator, ['fleet-1'])).toMatchObject({ name: 'ok' });
  });
});

describe('A fault', () => {
  const kind = 'error';

  test('meets every call for ever by default', async () => {
    const emulator = await started({ kind });
    expect(await outcomes(3, () => fleets(emulator))).toEqual([
      'InternalFailure',
      'InternalFailure',
      'InternalFailure',
    ]);
    emulator.clearFaults();
    expect(await outcomes(1, () => fleets(emulator))).toEqual(['ok']);
  });

  test('wears out after `times` calls', async () => {
    const emulator = await started({ kind, times: 2 });
    expect(await outcomes(3, () => fleets(emulator))).toEqual(['InternalFailure', 'InternalFailure', 'ok']);
  });

  test('lets `after` calls pass first', async () => {
    const emulator = await started({ kind, after: 1, times: 1 });
    expect(await outcomes(3, () => fleets(emulator))).toEqual(['ok', 'InternalFailure', 'ok']);
  });

  test('that has worn out makes way for the next', async () => {
    const emulator = await started({ kind, code: 'One', times: 1 }, { kind, code: 'Two', times: 1 });
    expect(await outcomes(3, () => fleets(emulator))).toEqual(['One', 'Two', 'ok']);
  });

  test('counts matching calls only', async () => {
    const emulator = await started({ kind, operation: 'DescribeFleets', after: 1 });
    expect(await outcomes(2, () => stacks(emulator))).toEqual(['ok', 'ok']);
    expect(await outcomes(2, () => fleets(emulator))).toEqual(['ok', 'InternalFailure']);
  });

  test.each([
    [{ service: 'appstream' }, ['InternalFailure', 'InternalFailure', 'ok']],
    [{ operation: 'DescribeFleets' }, ['InternalFailure', 'ok', 'ok']],
    [{ service: 'ssm', operation: 'DescribeSessions' }, ['ok', 'ok', 'InternalFailure']],
    [{ service: 'ssm', operation: 'DescribeFleets' }, ['ok', 'ok', 'ok']],
    [{ accountId: '123456789012', region: 'eu-west-1' }, ['InternalFailure', 'InternalFailure', 'InternalFailure']],
    [{ accountId: '999999999999' }, ['ok', 'ok', 'ok']],
    [{ region: 'us-east-1' }, ['ok', 'ok', 'ok']],
    [{ inputContains: 'Active' }, ['ok', 'ok', 'InternalFailure']],
  ])('for %o meets no other calls', async (condition, expected) => {
    const emulator = await started({ kind, ...condition });
    const rejections = [await fleets(emulator), await stacks(emulator), await sessions(emulator)];
    expect(rejections.map(({ name }) => name)).toEqual(expected);
  });

  test('can meet the calls of one region, or those that name one thing', async () => {
    const emulator = await started({ kind, region: 'us-east-1' }, { kind, code: 'Second', inputContains: '"fleet-2"' });
    expect((await fleets(sdkClients(emulator, { region: 'us-east-1' }))).name).toBe('InternalFailure');
    expect((await fleets(emulator, ['fleet-1', 'fleet-2'])).name).toBe('Second');
    expect((await fleets(emulator, ['fleet-1'])).name).toBe('ok');
  });
});

/** Another call is answered meanwhile, on a busy machine, too. */
const LATER_MS = 2_000;

describe('On the wire', () => {
  test('"hang" never answers; the caller gives up', async () => {
    const emulator = await started({ kind: 'hang', times: 1 });
    const giveUp = new AbortController();
    const call = rejectionOf(emulator.appstream.send(new DescribeFleetsCommand({}), { abortSignal: giveUp.signal }));
    await expect.poll(() => emulator.count()).toBe(1);
    giveUp.abort();
    expect(await call).toMatchObject({ name: 'AbortError' });
    expect((await fleets(emulator)).name).toBe('ok');
    expect(emulator.calls.map(({ outcome }) => outcome)).toEqual(['hang', 'ok']);
  });

  test('a caller that hangs is let go when the emulator closes', async () => {
    const emulator = await started({ kind: 'hang' });
    const call = rejectionOf(emulator.appstream.send(new DescribeFleetsCommand({})));
    await expect.poll(() => emulator.count()).toBe(1);
    await emulator.close();
    expect((await call).name).not.toBe('ok');
  });

  test('"reset" ends the connection', async () => {
    const emulator = await started({ kind: 'reset', times: 1 });
    const call = emulator.appstream.send(new DescribeFleetsCommand({}));
    await expect(call).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await fleets(emulator)).name).toBe('ok');
  });

  test('"truncate" promises more than it sends', async () => {
    const emulator = await started({ kind: 'truncate', times: 1 });
    const whole = await (await post(await started(), TARGET, '{}')).text();
    const response = await post(emulator, TARGET, '{}');
    expect(Number(response.headers.get('content-length'))).toBe(whole.length);
    await expect(response.text()).rejects.toThrow('terminated');
    expect((await fleets(emulator)).name).toBe('ok');
  });

  test('"truncate" is an error to the SDK', async () => {
    const emulator = await started({ kind: 'truncate', times: 1 });
    expect((await fleets(emulator)).name).not.toBe('ok');
    expect(emulator.calls.map(({ outcome }) => outcome)).toEqual(['truncate']);
  });

  test('"delay" answers later', async () => {
    const emulator = await started({ kind: 'delay', delay: LATER_MS, times: 1 });
    const order: string[] = [];
    const late = fleets(emulator).then(({ name }) => order.push(`late: ${name}`));
    await expect.poll(() => emulator.count()).toBe(1);
    await fleets(emulator).then(({ name }) => order.push(`at once: ${name}`));
    await late;
    expect(order).toEqual(['at once: ok', 'late: ok']);
    expect(emulator.calls.map(({ outcome }) => outcome)).toEqual(['delay', 'ok']);
  });

  test('latency is added to every answer, and can change at any time', async () => {
    const emulator = await started();
    const order: string[] = [];
    emulator.quirks.latency = LATER_MS;
    const late = fleets(emulator).then(({ name }) => order.push(`late: ${name}`));
    await expect.poll(() => emulator.count()).toBe(1);
    emulator.quirks.latency = 0;
    await fleets(emulator).then(({ name }) => order.push(`at once: ${name}`));
    await late;
    expect(order).toEqual(['at once: ok', 'late: ok']);
  });
});

describe('A token bucket', () => {
  const tooMany = 'ThrottlingException';

  async function throttled(throttle: Started['throttles'][number]) {
    const clock = manualClock();
    const emulator = await startTestEmulator({ clock });
    emulator.throttles.push(throttle);
    return { clock, emulator };
  }

  test('lets its burst through at once, then as many as its rate, never more than its burst', async () => {
    const { clock, emulator } = await throttled({ rate: 2, burst: 3 });
    const call = () => fleets(emulator);
    expect(await outcomes(4, call)).toEqual(['ok', 'ok', 'ok', tooMany]);
    clock.advance(499);
    expect(await outcomes(1, call)).toEqual([tooMany]);
    clock.advance(1);
    expect(await outcomes(2, call)).toEqual(['ok', tooMany]);
    clock.advance(60_000);
    expect(await outcomes(4, call)).toEqual(['ok', 'ok', 'ok', tooMany]);
  });

  test('is of one service, or of one operation, or of all', async () => {
    const { emulator } = await throttled({ service: 'appstream', operation: 'DescribeFleets', rate: 1, burst: 1 });
    expect(await outcomes(2, () => fleets(emulator))).toEqual(['ok', tooMany]);
    expect(await outcomes(2, () => stacks(emulator))).toEqual(['ok', 'ok']);
    emulator.throttles.push({ service: 'ssm', rate: 1, burst: 1 });
    expect(await outcomes(1, () => sessions(emulator))).toEqual(['ok']);
    const nodes = () => rejectionOf(emulator.ssm.send(new DescribeInstanceInformationCommand({})));
    expect(await outcomes(1, nodes)).toEqual([tooMany]);
  });

  test('says so with the text of AWS, or with another code', async () => {
    const { emulator } = await throttled({ rate: 1, burst: 0 });
    expect(await fleets(emulator)).toEqual({ name: tooMany, message: 'Rate exceeded', status: 400 });
    emulator.throttles.splice(0, 1, { rate: 1, burst: 0, code: 'RequestLimitExceededException' });
    expect((await fleets(emulator)).name).toBe('RequestLimitExceededException');
    expect(emulator.calls.map(({ outcome }) => outcome)).toEqual([tooMany, 'RequestLimitExceededException']);
  });

  test('comes before the check of the input, as at AWS', async () => {
    const { emulator } = await throttled({ rate: 1, burst: 0 });
    const response = await post(emulator, TARGET, '{"Limit":5}');
    expect(response.headers.get('x-amzn-errortype')).toBe(tooMany);
  });

  test('is not drained by a call that another bucket rejects', async () => {
    const { emulator } = await throttled({ rate: 1, burst: 1 });
    emulator.throttles.push({ operation: 'DescribeFleets', rate: 1, burst: 0 });
    expect(await outcomes(1, () => fleets(emulator))).toEqual([tooMany]);
    expect(await outcomes(1, () => stacks(emulator))).toEqual(['ok']);
  });
});
