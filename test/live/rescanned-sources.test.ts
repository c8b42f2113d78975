import { expect, test } from 'vitest';
import { readerCalls } from '../../src/live/live-sessions/reader-calls.ts';
import type { PageSource } from '../../src/paging/page-source.ts';
import type { AnySession } from '../../src/sessions/any-session.ts';
import { type SessionSourceNode, sessionSources } from '../../src/sessions/sources.ts';
import { startLive } from '../support/live.ts';
import { buildWorld } from '../support/world.ts';

/** Spaces no call. */
const AT_ONCE = { acquire: async () => () => {} };

async function listsOf(node: SessionSourceNode): Promise<readonly PageSource<AnySession>[]> {
  if ('source' in node) return [node.source];
  return (await Promise.all((await node.children()).map(listsOf))).flat();
}

test('Lists that are read again through the same source, as scans do, show what AWS has now', async () => {
  const { world, location } = buildWorld()
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 3 })
    .ssmSessions({ count: 3 })
    .pool('Ops')
    .poolSessions({ pool: 'Ops', count: 3 })
    .workspaces(3);
  const { services } = await startLive({ world });
  const locations = services.forRequest(readerCalls(AT_ONCE, new AbortController().signal)).locations();
  const lists = await listsOf(sessionSources(locations, locations, { includeHistory: false }) as SessionSourceNode);
  const found = async () => {
    const pages = await Promise.all(lists.map((list) => list.listPage(null)));
    return pages.flatMap(({ items }) => items.map(({ view }) => view.service)).sort();
  };
  const of = (count: number) =>
    ['APPSTREAM', 'SSM', 'WORKSPACES', 'WORKSPACES_PERSONAL'].flatMap((service) => Array(count).fill(service));
  expect(await found()).toEqual(of(3));

  const firstOf = <Key>(keys: Iterable<Key>) => [...keys][0] as Key;
  location.appStreamSessions.delete(firstOf(location.appStreamSessions.values()).Id);
  location.ssmSessions.delete(firstOf(location.ssmSessions.keys()));
  location.poolSessions.delete(firstOf(location.poolSessions.values()).SessionId);
  firstOf(location.workspaceConnections.values()).ConnectionState = 'DISCONNECTED';
  expect(await found()).toEqual(of(2));
});
