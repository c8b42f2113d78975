import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnySession } from '../../src/sessions/any-session.ts';
import { matcher, type SessionFilter, servicesOf } from '../../src/sessions/filter.ts';
import { toUserName } from '../../src/sessions/identity.ts';
import { SESSION_STATUSES, type SessionView } from '../../src/sessions/provider.ts';
import { SESSION_SERVICES, type SessionService } from '../../src/sessions/providers.ts';

const userNameOf = (userId: string | null) => toUserName(userId, '');

const anyTime = fc.integer({ min: 0, max: 20 }).map((ms) => new Date(ms));
const anyTarget = fc.constantFrom('i-1', 'i-2', 'i-3', 'has', 'size', '__proto__');
const anyUser = fc.constantFrom('alice', 'BOB', 'arn:aws:sts::1:assumed-role/Admin/alice', 'carol@example.com');

const anyView = fc.record({
  service: fc.constantFrom(...SESSION_SERVICES),
  status: fc.constantFrom(...SESSION_STATUSES),
  startedAt: fc.option(anyTime),
  userId: fc.option(anyUser),
  instanceId: fc.option(anyTarget),
});

const anyFilter: fc.Arbitrary<SessionFilter> = fc.record(
  {
    services: fc.array(fc.constantFrom(...SESSION_SERVICES)),
    statuses: fc.array(fc.constantFrom(...SESSION_STATUSES)),
    userName: fc.constantFrom('alice', 'bob', 'carol@example.com', 'dave'),
    startedAfter: anyTime,
    startedBefore: anyTime,
    targets: fc.array(anyTarget),
    includeHistory: fc.boolean(),
  },
  { requiredKeys: ['includeHistory'] },
);

type View = Pick<SessionView<SessionService>, 'service' | 'status' | 'startedAt' | 'userId' | 'instanceId'>;

/** Reference predicate: the conditions of the contract, one by one. */
function isWanted(filter: SessionFilter, view: View): boolean {
  const { services, statuses, userName, startedAfter, startedBefore, targets } = filter;
  if (services && !services.some((service) => service === view.service)) return false;
  if (statuses && !statuses.some((status) => status === view.status)) return false;
  if (userName !== undefined && userNameOf(view.userId) !== userName) return false;
  if ((startedAfter || startedBefore) && view.startedAt === null) return false;
  if (startedAfter && Number(view.startedAt) < Number(startedAfter)) return false;
  if (startedBefore && Number(view.startedAt) >= Number(startedBefore)) return false;
  if (targets && view.service !== 'SSM') return false;
  return !targets || targets.some((target) => target === view.instanceId);
}

const isFound = (filter: SessionFilter, view: View): boolean =>
  servicesOf(filter).includes(view.service) && matcher(filter, userNameOf)({ view } as AnySession);

test('A random filter finds what a plain predicate finds', () => {
  fc.assert(
    fc.property(anyFilter, fc.array(anyView, { maxLength: 20 }), (filter, views) => {
      expect(views.filter((view) => isFound(filter, view))).toEqual(views.filter((view) => isWanted(filter, view)));
    }),
    { numRuns: 2_000 },
  );
});

test('Adjacent time ranges list every session that started in them exactly once', () => {
  const anyWindows = fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(anyWindows, anyView, (edges, view) => {
      const times = edges.toSorted((one, other) => one - other).map((ms) => new Date(ms));
      const windows = times.slice(1).map((startedBefore, index) => ({ startedAfter: times[index], startedBefore }));
      const shown = windows.filter((window) => isFound({ ...window, includeHistory: false }, view)).length;
      const [first, last] = [times[0] as Date, times.at(-1) as Date];
      const isWithin = view.startedAt !== null && view.startedAt >= first && view.startedAt < last;
      expect(shown).toBe(isWithin ? 1 : 0);
    }),
    { numRuns: 2_000 },
  );
});
