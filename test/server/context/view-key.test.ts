import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ACCESS_SCOPES, type AccessScope, type Caller } from '../../../src/schema/access/access.ts';
import { viewKey } from '../../../src/server/context/view-key.ts';
import { ownSessions } from '../../../src/sessions/own-sessions.ts';

/** Caller of a request and its own sessions, as its context has them. */
function contextOf(user: string | null, scopes: readonly AccessScope[]) {
  const caller: Caller = { name: `name of ${user}`, user, scopes: new Set(scopes) };
  const theirs = ownSessions(user, (userId) => userId);
  const own = scopes.includes('sessions:read') ? null : theirs;
  const ownHistory = scopes.includes('history:read') ? null : theirs;
  return { caller, own, ownHistory };
}
const key = (user: string | null, ...scopes: AccessScope[]) => JSON.stringify(viewKey(contextOf(user, scopes)));

test('Callers who see the same share answers: scopes in any order, and any name where none matters', () => {
  expect(key('alice', 'sessions:read', 'fleets:read')).toBe(key('bob', 'fleets:read', 'sessions:read'));
});

test('Callers who see their own share nothing with others', () => {
  expect(key('alice', 'sessions:read:own')).not.toBe(key('bob', 'sessions:read:own'));
  expect(key('alice', 'sessions:read', 'history:read:own')).not.toBe(key('bob', 'sessions:read', 'history:read:own'));
  expect(key(null, 'sessions:read:own')).not.toBe(key('bob', 'sessions:read:own'));
});

test('Two callers have one key only if they hold the same scopes, and the same name where they see their own', () => {
  const scopes = fc.subarray([...ACCESS_SCOPES]);
  const user = fc.constantFrom('alice', 'bob', null);
  fc.assert(
    fc.property(user, scopes, user, scopes, (one, of, other, ofOther) => {
      if (key(one, ...of) !== key(other, ...ofOther)) return;
      expect([...of].sort()).toEqual([...ofOther].sort());
      const seesOwn =
        (of.includes('sessions:read:own') && !of.includes('sessions:read')) ||
        (of.includes('history:read:own') && !of.includes('history:read'));
      if (seesOwn) expect(one).toBe(other);
    }),
    { numRuns: 300 },
  );
});
