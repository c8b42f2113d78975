import { describe, expect, test } from 'vitest';
import { defaultQuirks } from '../../emulator/quirks/quirks.ts';
import { post, startTestEmulator } from '../support/emulator.ts';

type Started = Awaited<ReturnType<typeof startTestEmulator>>;

async function control({ endpoint }: Started, method: string, name: string, body?: unknown) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${endpoint}/_emulator/${name}`, { method, body: text });
  expect(response.headers.get('content-type')).toBe('application/json');
  return { status: response.status, content: (await response.json()) as unknown };
}

async function statusOfCall(emulator: Started): Promise<number> {
  return (await post(emulator, 'PhotonAdminProxyService.DescribeFleets', '{}')).status;
}

describe('The control endpoint', () => {
  test('says that it is there', async () => {
    const emulator = await startTestEmulator();
    expect(await control(emulator, 'GET', 'health')).toEqual({ status: 200, content: { status: 'ok' } });
  });

  test('needs no signature, and is not recorded', async () => {
    const emulator = await startTestEmulator();
    await control(emulator, 'GET', 'quirks');
    expect(emulator.calls).toEqual([]);
  });

  test('shows the quirks, and changes those that it is given', async () => {
    const emulator = await startTestEmulator({ quirks: { tokenLength: 100 } });
    const quirks = { ...defaultQuirks, tokenLength: 100 };
    expect((await control(emulator, 'GET', 'quirks')).content).toEqual(quirks);
    const change = { emptyPageEvery: 3, absentMembers: ['StartTime'], newerValues: { State: 'NEW' } };
    expect((await control(emulator, 'PUT', 'quirks', change)).content).toEqual({ ...quirks, ...change });
    expect(emulator.quirks).toEqual({ ...quirks, ...change });
  });

  test('adds faults and clears them', async () => {
    const emulator = await startTestEmulator();
    const fault = { kind: 'error', operation: 'DescribeFleets', status: 503, code: 'Unavailable' };
    expect(await control(emulator, 'POST', 'faults', fault)).toEqual({ status: 200, content: [fault] });
    expect((await control(emulator, 'GET', 'faults')).content).toEqual([fault]);
    expect(await statusOfCall(emulator)).toBe(503);
    expect((await control(emulator, 'DELETE', 'faults')).content).toEqual([]);
    expect(await statusOfCall(emulator)).toBe(200);
  });

  test('adds throttles and clears them', async () => {
    const emulator = await startTestEmulator();
    const throttle = { service: 'appstream', rate: 0, burst: 1 };
    expect((await control(emulator, 'POST', 'throttles', throttle)).content).toEqual([throttle]);
    expect([await statusOfCall(emulator), await statusOfCall(emulator)]).toEqual([200, 400]);
    expect((await control(emulator, 'DELETE', 'throttles')).content).toEqual([]);
    expect(await statusOfCall(emulator)).toBe(200);
  });

  test('shows the calls and clears them', async () => {
    const emulator = await startTestEmulator();
    await statusOfCall(emulator);
    expect((await control(emulator, 'GET', 'calls')).content).toMatchObject([
      { service: 'appstream', operation: 'DescribeFleets', region: 'eu-west-1', input: {}, outcome: 'ok' },
    ]);
    expect((await control(emulator, 'DELETE', 'calls')).content).toEqual([]);
    expect(emulator.count()).toBe(0);
  });

  test.each([
    ['GET', 'fleets', undefined, '/_emulator/ has quirks, faults, throttles, calls, health, but no fleets.'],
    ['GET', 'constructor', undefined, '/_emulator/ has quirks, faults, throttles, calls, health, but no constructor.'],
    ['POST', 'quirks', {}, 'quirks takes GET, PUT, not POST.'],
    ['POST', 'calls', {}, 'calls takes GET, DELETE, not POST.'],
    ['PUT', 'faults', { kind: 'hang' }, 'faults takes GET, POST, DELETE, not PUT.'],
    ['DELETE', 'health', undefined, 'health takes GET, not DELETE.'],
    ['PUT', 'quirks', [], 'The body must be a JSON object.'],
    ['PUT', 'quirks', { latency: '5' }, 'latency must be of the type number.'],
    ['PUT', 'quirks', { tokenAfterLastPage: 1 }, 'tokenAfterLastPage must be of the type boolean.'],
    ['PUT', 'quirks', { absentMembers: { StartTime: true } }, 'absentMembers must be of the type list.'],
    ['PUT', 'quirks', { newerValues: ['State'] }, 'newerValues must be of the type object.'],
    ['PUT', 'quirks', { newerValues: null }, 'newerValues must be of the type object.'],
    ['POST', 'faults', {}, 'kind is missing.'],
    ['POST', 'faults', { kind: 'explode' }, 'kind must be one of error, hang, reset, truncate, delay.'],
    ['POST', 'faults', { kind: 'hang', times: '1' }, 'times must be of the type number.'],
    ['POST', 'throttles', { rate: 1 }, 'burst is missing.'],
    ['POST', 'throttles', { rate: '1', burst: 1 }, 'rate must be of the type number.'],
    ['PUT', 'quirks', { latency: -5 }, 'latency is -5; it must be 0 or more, and whole.'],
    ['PUT', 'quirks', { emptyPageEvery: 1 }, 'emptyPageEvery is 1; it must be 0, or 2 and more, and whole.'],
    ['PUT', 'quirks', { cutListingEvery: 1 }, 'cutListingEvery is 1; it must be 0, or 2 and more, and whole.'],
    ['PUT', 'quirks', { unsizedPageLength: 0 }, 'unsizedPageLength is 0; it must be 1 or more, and whole.'],
    ['PUT', 'quirks', { tokenLength: 1.5 }, 'tokenLength is 1.5; it must be 0 or more, and whole.'],
    ['POST', 'faults', { kind: 'error', status: 5 }, 'status is 5; it must be from 200 to 599, and whole.'],
    ['POST', 'faults', { kind: 'hang', times: -1 }, 'times is -1; it must be 0 or more, and whole.'],
    ['POST', 'throttles', { rate: -0.5, burst: 1 }, 'rate is -0.5; it must be 0 or more.'],
  ])('rejects %s %s of %j', async (method, name, body, message) => {
    const emulator = await startTestEmulator();
    expect(await control(emulator, method, name, body)).toEqual({ status: 400, content: { message } });
    expect([emulator.quirks, emulator.faults, emulator.throttles]).toEqual([defaultQuirks, [], []]);
  });

  test.each([
    ['PUT', 'quirks', { emptyPagesEvery: 3 }, /^There is no quirk emptyPagesEvery; there are latency, /],
    ['PUT', 'quirks', { latency: 5, constructor: 1 }, /^There is no quirk constructor; /],
    ['POST', 'faults', { kind: 'hang', opertion: 'DescribeFleets' }, /^There is no opertion; there are service, /],
    ['PUT', 'quirks', '{', /JSON/],
  ])('rejects %s %s of %j, and says why', async (method, name, body, message) => {
    const emulator = await startTestEmulator();
    const answer = await control(emulator, method, name, body);
    expect(answer).toEqual({ status: 400, content: { message: expect.stringMatching(message) } });
    expect([emulator.quirks, emulator.faults]).toEqual([defaultQuirks, []]);
  });
});
