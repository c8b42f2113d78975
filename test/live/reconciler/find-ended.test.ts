import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import { findEnded } from '../../../src/live/reconciler/find-ended.ts';
import type { PageSource } from '../../../src/paging/page-source.ts';
import type { AnySession } from '../../../src/sessions/any-session.ts';
import { liveSession } from '../../support/live-changes.ts';

/** A list of pages, and the number of pages that were read of it. */
function endedList(pages: readonly (readonly string[])[], failsAt = Infinity, error: Error = unavailable) {
  const read: (string | null)[] = [];
  const source: PageSource<AnySession> = {
    id: 'ended',
    async listPage(token) {
      read.push(token);
      const at = Number(token ?? 0);
      if (at >= failsAt) throw error;
      const items = (pages[at] ?? []).map((id) => liveSession(id));
      return { items, nextToken: at + 1 < pages.length ? String(at + 1) : null };
    },
  };
  return { source, read };
}

const unavailable = new GatewayError('UPSTREAM_UNAVAILABLE', 'Not now.', { retryable: true });

const find = (wanted: readonly string[], source: PageSource<AnySession> | null, isStopped = () => false) =>
  findEnded({ path: ['SSM eu-west-1'] }, new Set(wanted), {
    openEnded: async (key) => (key === 'SSM eu-west-1' ? source : null),
    idOf: ({ view }) => view.sessionId,
    isStopped,
  });

describe('Missing sessions, in the list of ended ones', () => {
  test('take no call where nothing is missing', async () => {
    const { source, read } = endedList([['a']]);
    expect((await find([], source)).size).toBe(0);
    expect(read).toEqual([]);
  });

  test('take one page where it has all of them', async () => {
    const { source, read } = endedList([['x', 'a', 'b'], ['c']]);
    expect([...(await find(['b', 'a'], source)).keys()]).toEqual(['a', 'b']);
    expect(read).toEqual([null]);
  });

  test('are sought page by page, others left out', async () => {
    const { source, read } = endedList([['x'], [], ['a'], ['b']]);
    expect([...(await find(['a'], source)).keys()]).toEqual(['a']);
    expect(read).toEqual([null, '1', '2']);
  });

  test('are sought in five pages at most', async () => {
    const { source, read } = endedList([[], [], [], [], ['a'], ['b']]);
    expect([...(await find(['a', 'b'], source)).keys()]).toEqual(['a']);
    expect(read).toHaveLength(5);
  });

  test('are not found where the list ends before', async () => {
    const { source, read } = endedList([['x'], ['y']]);
    expect((await find(['a'], source)).size).toBe(0);
    expect(read).toHaveLength(2);
  });

  test('are those of the pages before one that fails', async () => {
    const { source } = endedList([['a'], ['b']], 1);
    expect([...(await find(['a', 'b'], source)).keys()]).toEqual(['a']);
  });

  test('are not sought where the service has no such list', async () => {
    expect((await find(['a'], null)).size).toBe(0);
  });

  test('are not sought any more once the reader stopped', async () => {
    const { source, read } = endedList([['x'], ['a']]);
    let isStopped = false;
    const stopping: PageSource<AnySession> = {
      ...source,
      listPage: (token) => {
        isStopped = true;
        return source.listPage(token);
      },
    };
    expect((await find(['a'], stopping, () => isStopped)).size).toBe(0);
    expect(read).toEqual([null]);
  });

  test('are an unexpected error where the list has one', async () => {
    const { source } = endedList([['a']], 0, new TypeError('A bug.'));
    await expect(find(['a'], source)).rejects.toThrow('A bug.');
  });
});
