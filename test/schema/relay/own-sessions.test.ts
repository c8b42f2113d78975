import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import type { PageSource } from '../../../src/paging/page-source.ts';
import { isVisible, visiblePages } from '../../../src/schema/relay/own-sessions.ts';
import { toUserName } from '../../../src/sessions/identity.ts';
import { ownSessions } from '../../../src/sessions/own-sessions.ts';
import { liveSession, type ModelledService } from '../../support/live-sessions.ts';
import { nodesOf, readPages } from '../../support/read-connection.ts';

const ownOf = (userName: string | null) => ({ own: ownSessions(userName, (userId) => toUserName(userId, '')) });
const everyone = { own: null };
const SERVICES: readonly ModelledService[] = ['APPSTREAM', 'SSM', 'WORKSPACES'];

/** AWS shapes of sessions of users. */
const modelsOf = (service: ModelledService, users: readonly string[]) =>
  users.map((user, number) => liveSession(number, { service, user }));

function listOf<Item>(pages: readonly (readonly Item[])[], error?: Error): PageSource<Item> {
  return {
    id: 'list',
    async listPage(token) {
      if (error) throw error;
      const at = Number(token ?? 0);
      return { items: pages[at] ?? [], nextToken: at + 1 < pages.length ? String(at + 1) : null };
    },
  };
}

describe.each(SERVICES)('Of the sessions of %s', (service) => {
  const [mine, theirs, mineInCapitals] = modelsOf(service, ['alice', 'bob', 'ALICE']);
  const type = mine?.type ?? '';

  test('a self-scoped caller sees their own, in whatever case AWS has the name', () => {
    const seen = [mine, theirs, mineInCapitals].map((each) => isVisible(type, each?.session as object, ownOf('alice')));
    expect(seen).toEqual([true, false, true]);
  });

  test('a caller without a name sees none, and one who is not self-scoped all', () => {
    for (const each of [mine, theirs]) {
      expect(isVisible(type, each?.session as object, ownOf(null))).toBe(false);
      expect(isVisible(type, each?.session as object, everyone)).toBe(true);
    }
  });

  test('pages are filtered before items are counted', async () => {
    const all = modelsOf(service, ['bob', 'alice', 'bob', 'bob', 'alice', 'bob']).map(({ session }) => session);
    const pages = [all.slice(0, 2), all.slice(2, 4), all.slice(4)];
    const read = await readPages(visiblePages(type, listOf(pages), ownOf('alice')), 1);
    expect(nodesOf(read)).toEqual([all[1], all[4]]);
    expect(read.map(({ edges }) => edges.length)).toEqual([1, 1]);
  });

  test('a list that does not exist is empty for a self-scoped caller, and an error for others', async () => {
    const gone = listOf([], new GatewayError('NOT_FOUND', 'Gone.', { retryable: false }));
    expect(nodesOf(await readPages(visiblePages(type, gone, ownOf('alice')), 5))).toEqual([]);
    await expect(readPages(visiblePages(type, gone, everyone), 5)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('any other error of a list is one for every caller', async () => {
    const denied = listOf([], new GatewayError('UPSTREAM_ACCESS_DENIED', 'Denied.', { retryable: false }));
    for (const caller of [everyone, ownOf('alice')])
      await expect(readPages(visiblePages(type, denied, caller), 5)).rejects.toMatchObject({
        code: 'UPSTREAM_ACCESS_DENIED',
      });
  });

  test('cursors of two callers are of two lists, and not of that of everyone', () => {
    const source = listOf([]);
    const ids = [everyone, ownOf('alice'), ownOf('bob'), ownOf(null)].map(
      (caller) => visiblePages(type, source, caller).id,
    );
    expect(new Set(ids).size).toBe(4);
    expect(ids[0]).toBe('list');
  });
});

test.each(['Fleet', 'Stack', 'Pool', 'ManagedNode', 'User', 'Workspace'])(
  'A %s is no session, and not hidden here',
  (type) => {
    const source = listOf([[{}]]);
    expect(isVisible(type, {}, ownOf('alice'))).toBe(true);
    expect(visiblePages(type, source, ownOf('alice'))).toBe(source);
  },
);
