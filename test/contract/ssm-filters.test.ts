import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ world: buildWorld().nodes(1).ssmSessions({ count: 3 }).world });
});
beforeEach(() => gateway.emulator.clearCalls());
afterAll(() => gateway.close());

const LIST = 'query ($filters: [SsmSessionFilter!]) { ssmSessions(filters: $filters) { nodes { id } } }';
const filter = (key: string, value: string) => ({ key, value });

describe('Filters of SSM sessions', () => {
  test.each([
    ['the same value', [filter('TARGET', 'i-1'), filter('TARGET', 'i-1')]],
    ['two values', [filter('OWNER', 'a'), filter('STATUS', 'Connected'), filter('OWNER', 'b')]],
    ['two times', [filter('INVOKED_AFTER', '2026-11-01T00:00:00Z'), filter('INVOKED_AFTER', '2026-11-02T00:00:00Z')]],
  ])('of one key are BAD_USER_INPUT, and cost no call: %s', async (_title, filters) => {
    const { errors } = await gateway.query(LIST, { filters });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(gateway.calls()).toEqual([]);
  });

  test.each([
    ['an offset', 'INVOKED_AFTER', '2026-11-01T00:00:00+02:00'],
    ['a date', 'INVOKED_BEFORE', '2026-11-01'],
    ['no seconds', 'INVOKED_AFTER', '2026-11-01T00:00Z'],
    ['400 letters of two units', 'OWNER', '\u{1d400}'.repeat(400)],
  ])('of forms that AWS documents no rule for are for AWS to judge: %s', async (_title, key, value) => {
    await gateway.query(LIST, { filters: [filter(key, value)] });
    expect(gateway.emulator.count('DescribeSessions')).toBe(1);
  });
});
