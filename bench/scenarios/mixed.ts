import process from 'node:process';
import { createCallers } from '../support/callers.ts';
import type { Row } from '../support/figures.ts';
import { loadAs } from '../support/load.ts';
import { startAws, startQuietGateway } from '../support/programs.ts';
import { untilScanned } from '../support/scanned.ts';

/** Seconds that are measured, and that warm up before. `BENCH_MIXED_SECONDS=60` measures a minute. */
const SECONDS = Number(process.env.BENCH_MIXED_SECONDS ?? 12);
const WARM_SECONDS = 4;
const DASHBOARDS = 50;
const CALLERS = 20;

const PAGE =
  'first: 20) { nodes { id service sessionId status startedAt user { userName } } pageInfo { hasNextPage endCursor }';
const LIVE =
  'edges { node { id status startedAt } statusSince { before } } totalCount facet(by: STATUS) { values { value count } }';

/** Twenty documents as dashboards have them: lists, filters, joins, live pages with totals. */
const DOCUMENTS = [
  '{ fleets { nodes { name state stacks { nodes { name } } } } }',
  '{ stacks { nodes { name displayName fleets { nodes { name } } } } }',
  '{ pools { nodes { poolName state sessions { nodes { status } } } } }',
  '{ ssmSessions { nodes { sessionId status managedNode { instanceId computerName } } } }',
  '{ managedNodes { nodes { instanceId pingStatus sessions { nodes { sessionId } } } } }',
  '{ workspaces { nodes { workspaceId userName state } } }',
  '{ fleets(first: 5) { edges { cursor node { id name sessions(first: 5) { nodes { userId status } } } } } }',
  ...['CONNECTED', 'DISCONNECTED', 'TERMINATING'].map(
    (status) => `{ sessions(filter: { statuses: ${status} }, ${PAGE} } }`,
  ),
  ...['APPSTREAM', 'SSM', 'WORKSPACES'].map((service) => `{ sessions(filter: { services: ${service} }, ${PAGE} } }`),
  `{ sessions(${PAGE} incomplete sources { label status } } }`,
  ...['STARTED_AT', 'STATUS', 'USER_NAME'].map(
    (field) => `{ liveSessions(orderBy: [{ field: ${field} }]) { ${LIVE} } }`,
  ),
  ...['CONNECTED', 'DISCONNECTED'].map((status) => `{ liveSessions(filter: { statuses: ${status} }) { ${LIVE} } }`),
  '{ liveSessions(first: 0) { totalCount facet(by: SERVICE) { values { value count } } sources { label status } } }',
];

/**
 * Fifty dashboards that send twenty documents in turn, of twenty callers with tokens: how much slower the slowest hundredth is, after
 * the first scan of the live sessions.
 */
export async function mixed(): Promise<Row[]> {
  const callers = await createCallers(CALLERS);
  const aws = await startAws('--sessions', '2000', '--latency', '20');
  const gateway = await startQuietGateway(aws.url, { ...callers.env, GATEWAY_MUTATIONS: 'off' });
  await untilScanned(gateway.url, callers.headers[0]);
  await show(gateway.url, callers.headers, WARM_SECONDS);
  const { p50, p99 } = await show(gateway.url, callers.headers, SECONDS);
  await Promise.all([gateway.stop(), aws.stop(), callers.remove()]);
  const what = `${DASHBOARDS} dashboards × ${DOCUMENTS.length} documents × ${CALLERS} callers: p99`;
  return [{ scenario: 'mixed', what, ours: p99, reference: p50, against: 'p50', unit: 'ms' }];
}

/** Shows all dashboards at once for some time. @throws Error for an answer with errors */
async function show(url: string, headers: readonly Readonly<Record<string, string>>[], duration: number) {
  let failed = '';
  function requestsOf(dashboard: number) {
    const first = dashboard % DOCUMENTS.length;
    const own = headers[dashboard % headers.length] ?? {};
    return [...DOCUMENTS.slice(first), ...DOCUMENTS.slice(0, first)].map((query) => ({ query, headers: own }));
  }
  const { latency, non2xx } = await loadAs(url, requestsOf, {
    connections: DASHBOARDS,
    duration,
    verifyBody(answer) {
      const text = String(answer);
      if (text.includes('"errors"')) failed = text;
      return true;
    },
  });
  if (non2xx > 0 || failed !== '') throw new Error(`${non2xx} requests were rejected. ${failed}`);
  return { p50: latency.p50, p99: latency.p99 };
}
