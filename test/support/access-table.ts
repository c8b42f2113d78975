import type { AccessScope } from '../../src/schema/access/access.ts';

/** Scopes that a field requires, and its query. `#` stands for the field's selection. */
export interface Row {
  /** One of them is enough. */
  readonly needs: readonly AccessScope[];
  /** Scopes that the path to the field requires. */
  readonly through?: readonly AccessScope[];
  readonly document: string;
}

const SESSIONS: readonly AccessScope[] = ['sessions:read', 'sessions:read:own'];
const FLEETS: readonly AccessScope[] = ['fleets:read'];
const HISTORY: readonly AccessScope[] = ['history:read', 'history:read:own'];
const USAGE: readonly AccessScope[] = ['usage:read'];
/** A window in which the sessions of the world are recorded. */
const WINDOW = 'filter: { from: "2026-10-01T00:00:00Z", to: "2027-10-01T00:00:00Z" }';

const query = (needs: readonly AccessScope[], field: string): Row => ({
  needs,
  document: `{ ${field} { __typename } }`,
});
const mutation = (needs: AccessScope, field: string): Row => ({
  needs: [needs],
  document: `mutation { ${field} { __typename } }`,
});

/** A field of a thing that is reached by one way in. */
const under = (way: string, through: readonly AccessScope[]) => (needs: readonly AccessScope[], field: string) => ({
  needs,
  through,
  document: way.replace('#', `${field} { __typename }`),
});
const ofFleet = under('{ fleet(name: "design") { # } }', FLEETS);
const ofStack = under('{ stack(name: "Design") { # } }', FLEETS);
const ofPool = under('{ pool(poolId: "wspool-aaaaaaaaa") { # } }', FLEETS);
const ofNode = under('{ managedNode(instanceId: "i-00000000000000001") { # } }', FLEETS);
const ofUser = under('{ user(userName: "alice@example.com") { # } }', SESSIONS);
const ofStream = under('{ appStreamSessions(stackName: "Design", fleetName: "design") { nodes { # } } }', SESSIONS);
const ofShell = under('{ ssmSessions { nodes { # } } }', SESSIONS);
const ofDesktop = under('{ poolSessions(poolId: "wspool-aaaaaaaaa") { nodes { # } } }', SESSIONS);
const ofPersonal = under(
  '{ sessions(filter: { services: [WORKSPACES_PERSONAL] }) { nodes { ... on WorkspaceSession { # } } } }',
  SESSIONS,
);
const ofAny = under('{ sessions { nodes { # } } }', SESSIONS);
/** Mutations of resources that do not exist: those that are allowed change nothing. */
const payload = (needs: AccessScope, name: string, input: string) =>
  under(`mutation { ${name}(input: { ${input} }) { # } }`, [needs]);
const NO_FLEET = 'name: "gone"';
const NO_PAIR = 'fleetName: "gone", stackName: "Gone"';
const NO_POOL = 'poolId: "wspool-zzzzzzzzz"';
const NEW_FLEET = 'name: "b a d", instanceType: "stream.standard.small"';
const NO_ID = 'id: "garbage"';

/** Every field that shows a resource or changes one, by the words of the issue: written by hand, and held against the schema. */
export const TABLE: Readonly<Record<string, Row>> = {
  'Query.sessions': query(SESSIONS, 'sessions'),
  'Query.liveSessions': query(SESSIONS, 'liveSessions'),
  'Query.appStreamSessions': query(SESSIONS, 'appStreamSessions(stackName: "Design", fleetName: "design")'),
  'Query.ssmSessions': query(SESSIONS, 'ssmSessions'),
  'Query.poolSessions': query(SESSIONS, 'poolSessions(poolId: "wspool-aaaaaaaaa")'),
  'Query.sessionHistory': query(HISTORY, `sessionHistory(${WINDOW})`),
  'Query.sessionUsage': query(USAGE, `sessionUsage(${WINDOW})`),
  'Query.user': query(SESSIONS, 'user(userName: "alice@example.com")'),
  'Query.fleets': query(FLEETS, 'fleets'),
  'Query.fleet': query(FLEETS, 'fleet(name: "design")'),
  'Query.stacks': query(FLEETS, 'stacks'),
  'Query.stack': query(FLEETS, 'stack(name: "Design")'),
  'Query.pools': query(FLEETS, 'pools'),
  'Query.pool': query(FLEETS, 'pool(poolId: "wspool-aaaaaaaaa")'),
  'Query.workspaces': query(FLEETS, 'workspaces'),
  'Query.workspace': query(FLEETS, 'workspace(workspaceId: "ws-000000001")'),
  'Query.managedNodes': query(FLEETS, 'managedNodes'),
  'Query.managedNode': query(FLEETS, 'managedNode(instanceId: "i-00000000000000001")'),

  'Fleet.stacks': ofFleet(FLEETS, 'stacks'),
  'Fleet.sessions': ofFleet(SESSIONS, 'sessions'),
  'Stack.fleets': ofStack(FLEETS, 'fleets'),
  'Stack.sessions': ofStack(SESSIONS, 'sessions'),
  'Pool.sessions': ofPool(SESSIONS, 'sessions'),
  'ManagedNode.sessions': ofNode(SESSIONS, 'sessions'),
  'User.sessions': ofUser(SESSIONS, 'sessions'),
  'User.liveSessions': ofUser(SESSIONS, 'liveSessions'),
  'User.sessionHistory': ofUser(HISTORY, 'sessionHistory'),
  'SessionRecord.user': under(`{ sessionHistory(${WINDOW}) { nodes { # } } }`, HISTORY)(HISTORY, 'user'),
  'SessionRecord.session': under(`{ sessionHistory(${WINDOW}) { nodes { # } } }`, HISTORY)(SESSIONS, 'session'),
  'Session.user': ofAny(SESSIONS, 'user'),
  'Session.record': ofAny(HISTORY, 'record'),
  'AppStreamSession.user': ofStream(SESSIONS, 'user'),
  'AppStreamSession.record': ofStream(HISTORY, 'record'),
  'AppStreamSession.fleet': ofStream(FLEETS, 'fleet'),
  'AppStreamSession.stack': ofStream(FLEETS, 'stack'),
  'SsmSession.user': ofShell(SESSIONS, 'user'),
  'SsmSession.record': ofShell(HISTORY, 'record'),
  'SsmSession.managedNode': ofShell(FLEETS, 'managedNode'),
  'PoolSession.user': ofDesktop(SESSIONS, 'user'),
  'PoolSession.record': ofDesktop(HISTORY, 'record'),
  'PoolSession.pool': ofDesktop(FLEETS, 'pool'),
  'Workspace.connection': under('{ workspaces { nodes { # } } }', FLEETS)(SESSIONS, 'connection'),
  'WorkspaceSession.user': ofPersonal(SESSIONS, 'user'),
  'WorkspaceSession.record': ofPersonal(HISTORY, 'record'),
  'WorkspaceSession.workspace': ofPersonal(FLEETS, 'workspace'),

  'Mutation.createFleet': mutation('fleets:write', `createFleet(input: { ${NEW_FLEET} })`),
  'Mutation.updateFleet': mutation('fleets:write', `updateFleet(input: { ${NO_FLEET} })`),
  'Mutation.startFleet': mutation('fleets:write', `startFleet(input: { ${NO_FLEET} })`),
  'Mutation.stopFleet': mutation('fleets:write', `stopFleet(input: { ${NO_FLEET} })`),
  'Mutation.deleteFleet': mutation('fleets:write', `deleteFleet(input: { ${NO_FLEET} })`),
  'Mutation.associateFleet': mutation('fleets:write', `associateFleet(input: { ${NO_PAIR} })`),
  'Mutation.disassociateFleet': mutation('fleets:write', `disassociateFleet(input: { ${NO_PAIR} })`),
  'Mutation.startPool': mutation('pools:write', `startPool(input: { ${NO_POOL} })`),
  'Mutation.stopPool': mutation('pools:write', `stopPool(input: { ${NO_POOL} })`),
  'Mutation.terminateSession': mutation('sessions:terminate', `terminateSession(input: { ${NO_ID} })`),
  'Mutation.terminateSessions': mutation('sessions:terminate', 'terminateSessions(input: { ids: ["garbage"] })'),
  'Mutation.drainSessionInstance': mutation('sessions:terminate', `drainSessionInstance(input: { ${NO_ID} })`),

  'Mutation.eraseUser': mutation('people:erase', 'eraseUser(input: { userName: "no-one@example.com" })'),

  'CreateFleetPayload.fleet': payload('fleets:write', 'createFleet', NEW_FLEET)(FLEETS, 'fleet'),
  'UpdateFleetPayload.fleet': payload('fleets:write', 'updateFleet', NO_FLEET)(FLEETS, 'fleet'),
  'StartFleetPayload.fleet': payload('fleets:write', 'startFleet', NO_FLEET)(FLEETS, 'fleet'),
  'StopFleetPayload.fleet': payload('fleets:write', 'stopFleet', NO_FLEET)(FLEETS, 'fleet'),
  'AssociateFleetPayload.fleet': payload('fleets:write', 'associateFleet', NO_PAIR)(FLEETS, 'fleet'),
  'AssociateFleetPayload.stack': payload('fleets:write', 'associateFleet', NO_PAIR)(FLEETS, 'stack'),
  'DisassociateFleetPayload.fleet': payload('fleets:write', 'disassociateFleet', NO_PAIR)(FLEETS, 'fleet'),
  'DisassociateFleetPayload.stack': payload('fleets:write', 'disassociateFleet', NO_PAIR)(FLEETS, 'stack'),
  'StartPoolPayload.pool': payload('pools:write', 'startPool', NO_POOL)(FLEETS, 'pool'),
  'StopPoolPayload.pool': payload('pools:write', 'stopPool', NO_POOL)(FLEETS, 'pool'),
  'TerminateSessionPayload.session': payload('sessions:terminate', 'terminateSession', NO_ID)(SESSIONS, 'session'),
  'TerminateSessionsResult.session': under(
    'mutation { terminateSessions(input: { ids: ["garbage"] }) { results { # } } }',
    ['sessions:terminate'],
  )(SESSIONS, 'session'),
  'DrainSessionInstancePayload.session': payload(
    'sessions:terminate',
    'drainSessionInstance',
    NO_ID,
  )(SESSIONS, 'session'),
};

/** Root fields that are asked in other words: what they need is said by the id. */
export const BY_ID: readonly string[] = ['Query.node', 'Query.nodes'];

/** Fields of subscriptions, which are asked for over a stream: see live-subscriptions-access.test.ts. */
export const SUBSCRIBED: Readonly<Record<string, readonly AccessScope[]>> = {
  'Subscription.sessionChanges': SESSIONS,
  'Subscription.sessionCounts': SESSIONS,
  'SessionEvent.session': SESSIONS,
};
