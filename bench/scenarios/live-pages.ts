import { startChild } from '../support/child.ts';
import { median, type Row } from '../support/figures.ts';
import { load } from '../support/load.ts';
import { untilScanned } from '../support/scanned.ts';

const SESSIONS = '100000';
const ROUNDS = 3;
const REQUESTS = 50;
const CONNECTIONS = 10;
const START = Date.UTC(2026, 10, 1);
const PAGE = `query Live($filter: LiveSessionFilter) { liveSessions(filter: $filter, first: 50) {
  nodes { id service sessionId status startedAt expiresAt endedAt instanceId } totalCount
  statuses: facet(by: STATUS) { values { value count } } resources: facet(by: RESOURCE) { values { value count } } } }`;

/** Filters that no request before had: half of them of one fleet, half of a status. */
function differentFilters(): () => { query: string; variables: Record<string, unknown> } {
  let count = 0;
  return () => {
    count += 1;
    const startedAfter = new Date(START + ((count * 7_919) % 86_400) * 1_000 + (count % 1_000)).toISOString();
    const some = count % 2 === 0 ? { fleetNames: [`Fleet-${count % 120}`] } : { statuses: ['DISCONNECTED'] };
    return { query: PAGE, variables: { filter: { ...some, startedAfter } } };
  };
}

/** Pages of live sessions with a total and two facets over 100,000, through the gateway and from its index behind node:http alone. */
export async function livePages(): Promise<Row[]> {
  const [gateway, index] = await Promise.all([
    startChild('bench/servers/live.ts', ['gateway', SESSIONS]),
    startChild('bench/servers/live.ts', ['index', SESSIONS]),
  ]);
  await untilScanned(gateway.url);
  // Of their own, and one for all rounds: a filter that comes again is answered from a cache of results.
  const filters = { gateway: differentFilters(), index: differentFilters() };
  const rates = { gateway: [] as number[], index: [] as number[] };
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [name, server] of Object.entries({ gateway, index })) {
      const { requests, duration, non2xx } = await load(server.url, filters[name as keyof typeof filters], {
        connections: CONNECTIONS,
        amount: REQUESTS,
        timeout: 60,
      });
      if (non2xx > 0) throw new Error(`${name} rejected ${non2xx} requests.`);
      // The first round warms up.
      if (round >= 0) rates[name as keyof typeof rates].push(requests.total / duration);
    }
  }
  await Promise.all([gateway.stop(), index.stop()]);
  return [
    {
      scenario: 'livePages',
      what: 'page of 50, total, 2 facets, distinct filters',
      ours: median(rates.gateway),
      reference: median(rates.index),
      against: 'the same statements behind node:http',
      unit: 'requests/s',
    },
  ];
}
