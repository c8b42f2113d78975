import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import { drainInstance } from '../../../src/services/appstream/drain-instance.ts';
import type { AppStreamSession } from '../../../src/services/appstream/model.ts';
import { MutationError } from '../../../src/services/mutation-error.ts';

const session = (members: object = {}) =>
  ({ Id: 's-1', FleetName: 'design', State: 'ACTIVE', InstanceDrainStatus: 'ACTIVE', ...members }) as AppStreamSession;

/** Drains the instance of a session that is read so, one state after the other. */
async function drain(states: readonly (AppStreamSession | null)[], rejection?: Error) {
  const sent: unknown[] = [];
  let reads = 0;
  const api = {
    async drainSessionInstance(input: unknown) {
      sent.push(input);
      if (rejection) throw rejection;
      return {} as never;
    },
  };
  const read = async () => {
    reads += 1;
    return states[Math.min(reads, states.length) - 1] ?? null;
  };
  const result = await drainInstance(api, 's-1', read).catch((error: unknown) => error);
  const codes = result instanceof MutationError ? result.userErrors.map(({ code }) => code) : null;
  return { result, codes, sent, reads };
}

describe('Draining the instance of a session', () => {
  test('is one call, and the session as it is read afterwards', async () => {
    const draining = session({ InstanceDrainStatus: 'DRAINING' });
    const { result, sent, reads } = await drain([session(), draining]);
    expect([result, sent, reads]).toEqual([draining, [{ SessionId: 's-1' }], 2]);
  });

  test('is no call where it is draining', async () => {
    const draining = session({ InstanceDrainStatus: 'DRAINING' });
    expect(await drain([draining])).toMatchObject({ result: draining, sent: [], reads: 1 });
  });

  test('is null where the session ended meanwhile', async () => {
    expect((await drain([session(), null])).result).toBeNull();
  });

  test.each([
    ['that does not exist', null, 'NOT_FOUND'],
    ['that has expired', session({ State: 'EXPIRED' }), 'NOT_FOUND'],
    ['on a fleet of single sessions', session({ InstanceDrainStatus: 'NOT_APPLICABLE' }), 'NOT_SUPPORTED'],
  ])('is rejected without a call for one %s', async (_title, found, code) => {
    const { codes, sent, result } = await drain([found]);
    expect([codes, sent]).toEqual([[code], []]);
    expect((result as MutationError).userErrors[0]?.field).toEqual(['input', 'id']);
  });

  test('is tried where AWS names no drain status, or one that this build does not know', async () => {
    for (const InstanceDrainStatus of [undefined, 'HALF_DRAINED'])
      expect((await drain([session({ InstanceDrainStatus })])).sent).toHaveLength(1);
  });

  test('fails with an error of AWS that the caller cannot fix', async () => {
    const denied = new GatewayError('UPSTREAM_ACCESS_DENIED', 'Denied.', { retryable: false });
    expect(await drain([session()], denied)).toMatchObject({ result: denied, codes: null, reads: 1 });
  });

  test('is a user error where AWS no longer finds the session', async () => {
    const cause = Object.assign(new Error('Gone.'), { name: 'ResourceNotFoundException' });
    const gone = new GatewayError('NOT_FOUND', 'Gone.', { retryable: false }, { cause });
    expect((await drain([session()], gone)).codes).toEqual(['NOT_FOUND']);
  });
});
