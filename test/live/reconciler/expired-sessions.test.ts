import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import { commitExpired } from '../../../src/live/reconciler/expired-sessions.ts';
import { reconcilerParts } from '../../support/reconciler-parts.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DENIED = new GatewayError('UPSTREAM_ACCESS_DENIED', 'Denied.', { retryable: false });

/** A source that cannot be read, with a session that expires so much later. */
function unreadable(expiresInMs: number | null, isReadable = false) {
  const world = reconcilerParts();
  const record = world.addSource('SSM', 'all');
  record.error = isReadable ? null : DENIED;
  const expiresAt = expiresInMs === null ? null : new Date(world.clock.wall() + expiresInMs);
  world.see(record, 'a', { expiresAt });
  return { ...world, record, expiresAt, look: () => commitExpired(world.options, world.parts) };
}

describe('A session of a source that cannot be read', () => {
  test('ends an hour after it expired, when it expired, once', async () => {
    const { look, pass, committed, expiresAt, parts } = unreadable(10 * MINUTE);
    await pass(10 * MINUTE + HOUR - 1);
    look();
    expect(committed).toEqual([]);
    await pass(1);
    look();
    look();
    const before = Number(expiresAt);
    expect(committed).toMatchObject([{ kind: 'ENDED', reason: 'EXPIRED', isListed: false, at: { before } }]);
    expect([parts.counts.changes.ENDED, parts.table.find('a')]).toEqual([1, null]);
  });

  test('lasts where it does not expire', async () => {
    const { look, pass, committed } = unreadable(null);
    await pass(1_000 * HOUR);
    look();
    expect(committed).toEqual([]);
  });

  test('lasts where AWS listed it after its expiration: that is no time that AWS keeps', async () => {
    const { look, pass, committed } = unreadable(-MINUTE);
    await pass(100 * HOUR);
    look();
    expect(committed).toEqual([]);
  });

  test('ends once: not again where its end was reported and AWS still listed it', async () => {
    const { look, pass, committed, see, record, expiresAt } = unreadable(10 * MINUTE);
    see(record, 'a', { expiresAt, status: 'TERMINATED' });
    await pass(3 * HOUR);
    look();
    expect(committed).toEqual([]);
  });
});

test('A session of a source that is read ends when AWS says so, whatever its expiration is', async () => {
  const { look, pass, committed, record } = unreadable(10 * MINUTE, true);
  await pass(3 * HOUR);
  look();
  expect(committed).toEqual([]);
  record.error = DENIED;
  look();
  expect(committed).toHaveLength(1);
});

test('Sessions of several sources end together, those that expired alone', async () => {
  const { see, addSource, look, pass, committed, clock, record } = unreadable(10 * MINUTE);
  const other = addSource('SSM', 'other');
  other.error = DENIED;
  see(record, 'b', { expiresAt: new Date(clock.wall() + 20 * HOUR) });
  see(other, 'c', { expiresAt: new Date(clock.wall() + MINUTE) });
  await pass(2 * HOUR);
  look();
  expect(committed.map(({ session }) => session.id).sort()).toEqual(['a', 'c']);
});
