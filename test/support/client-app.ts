import { startWired } from './http-gateway.ts';
import { TOMORROW } from './terminations.ts';
import { buildWorld } from './world.ts';

/** Operations of a small front end with a normalised store: a list, one of its rows again, and the end of one. */
const ROW = 'fragment Row on Session { id status user { id userName } }';
export const LIST = `query List($first: Int!, $after: String) {
  sessions(first: $first, after: $after) {
    edges { cursor node { ...Row } } pageInfo { hasNextPage endCursor } sources { label status }
  }
} ${ROW}`;
export const ROW_AGAIN = `query RowAgain($id: ID!) { node(id: $id) { id ...Row } } ${ROW}`;
export const END = `mutation End($id: ID!) {
  terminateSession(input: { id: $id }) { terminatedSessionId session { ...Row } userErrors { message } }
} ${ROW}`;

/** A page for which the sessions of `startWithSessions` are three. */
export const FIRST = 3;

export interface Listed {
  readonly sessions: {
    readonly edges: readonly { readonly node: { readonly id: string; readonly status: string } }[];
    readonly sources: readonly { readonly status: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}
export const idsOf = ({ sessions }: Listed) => sessions.edges.map(({ node }) => node.id);
/** Progress of the list's sources. */
export const statesOf = ({ sessions }: Listed) => [...new Set(sessions.sources.map(({ status }) => status))];
export const statusesOf = ({ sessions }: Listed) => sessions.edges.map(({ node }) => node.status);

/** Positions among the sessions of `startWithSessions`. */
export const ONE_OF_EACH_SERVICE: readonly number[] = [0, 4, 6];

/** A gateway in front of seven sessions of three services, and their ids in the list's order. */
export async function startWithSessions(): Promise<{ readonly url: string; readonly ids: readonly string[] }> {
  const { world } = buildWorld()
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 3 })
    .ssmSessions({ count: 2 })
    .pool('Ops')
    .poolSessions({ pool: 'Ops', count: 2, ExpirationTime: TOMORROW });
  const gateway = await startWired({ world });
  const { data } = await gateway.query('{ sessions(first: 200) { nodes { id } } }');
  return { url: gateway.url, ids: data.sessions.nodes.map(({ id }: { id: string }) => id) };
}
