import type { AccessScope } from '../../src/schema/access/access.ts';
import { encodeId } from '../../src/schema/ids/node-id.ts';
import { nodeKey } from '../../src/schema/relay/node.ts';
import { appStreamId, poolSessionId, ssmId } from './session-ids.ts';
import { buildWorld, testAccountId, testRegion } from './world.ts';

/** A resource of each type. */
export const { world, location: state } = buildWorld()
  .fleet('design')
  .fleet('ops', { State: 'STOPPED' })
  .stack('Design')
  .associate('Design', 'design')
  .appStreamSessions({ stack: 'Design', fleet: 'design' })
  .node('i-00000000000000001')
  .ssmSessions()
  .pool('Ops', { PoolId: 'wspool-aaaaaaaaa' })
  .poolSessions({ pool: 'Ops' })
  .workspaces(1, { WorkspaceId: 'ws-aaaaaaaaa' });

const location = { accountId: testAccountId, region: testRegion };
const idOf = (typename: string, key: string) => encodeId(typename, nodeKey(location, key));
export const first = <Item>(items: Iterable<Item>): Item => [...items][0] as Item;

/** An id of each type, and the scopes it needs. */
export const IDS: readonly (readonly [typename: string, id: string, needs: readonly AccessScope[]])[] = [
  ['Fleet', idOf('Fleet', 'design'), ['fleets:read']],
  ['Stack', idOf('Stack', 'Design'), ['fleets:read']],
  ['Pool', idOf('Pool', 'wspool-aaaaaaaaa'), ['fleets:read']],
  ['ManagedNode', idOf('ManagedNode', 'i-00000000000000001'), ['fleets:read']],
  ['AppStreamSession', appStreamId(first(state.appStreamSessions.values())), ['sessions:read']],
  ['SsmSession', ssmId(first(state.ssmSessions.values())), ['sessions:read']],
  ['PoolSession', poolSessionId(first(state.poolSessions.values())), ['sessions:read']],
  ['Workspace', idOf('Workspace', 'ws-aaaaaaaaa'), ['fleets:read']],
  ['WorkspaceSession', idOf('WorkspaceSession', 'ws-aaaaaaaaa'), ['sessions:read']],
  ['User', encodeId('User', JSON.stringify(['alice@example.com'])), ['sessions:read', 'sessions:read:own']],
];
