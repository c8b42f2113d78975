import { ask } from '../support/ask.ts';
import { createCallers } from '../support/callers.ts';
import { median, type Row } from '../support/figures.ts';
import { pageOfFifty } from '../support/listing.ts';
import { loadAs } from '../support/load.ts';
import { startAws, startQuietGateway } from '../support/programs.ts';

const ROUNDS = 3;
const SECONDS = 1;
const WARM = 300;
const CONNECTIONS = 10;
const CLIENTS = 50;

/** Throughput of a warm connection with `GATEWAY_AUTH=jwt` and fifty clients' tokens, against `GATEWAY_AUTH=none`. */
export async function throughputWithTokens(): Promise<Row[]> {
  const callers = await createCallers(CLIENTS);
  const aws = await startAws('--sessions', '2000', '--sessions-default-to-all');
  const query = await pageOfFifty(aws.url);

  const keep = { GATEWAY_CACHE_SESSIONS_MS: '3600000' };
  const open = await startQuietGateway(aws.url, { ...keep, PORT: '19401' });
  const guarded = await startQuietGateway(aws.url, { ...keep, ...callers.env, PORT: '19402' });

  const rates: Record<'open' | 'guarded', number[]> = { open: [], guarded: [] };
  for (let warm = 0; warm < WARM; warm += 1) {
    await ask(open.url, query);
    await ask(guarded.url, query, undefined, callers.headers[warm % CLIENTS]);
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.open.push(await rateOf(open.url, query, [{ 'content-type': 'application/json' }]));
    rates.guarded.push(await rateOf(guarded.url, query, callers.headers));
  }
  await Promise.all([open.stop(), guarded.stop(), aws.stop(), callers.remove()]);
  const [ours, reference] = [median(rates.guarded), median(rates.open)];
  const what = 'warm 50 edges, with tokens';
  return [
    { scenario: 'throughputWithTokens', what, ours, reference, against: 'GATEWAY_AUTH=none', unit: 'requests/s' },
  ];
}

async function rateOf(url: string, query: string, headers: readonly Readonly<Record<string, string>>[]) {
  const asEach = headers.map((own) => ({ query, headers: own }));
  const { requests, duration, non2xx } = await loadAs(url, () => asEach, {
    connections: CONNECTIONS,
    duration: SECONDS,
  });
  if (non2xx > 0) throw new Error(`${non2xx} requests were rejected.`);
  return Math.round(requests.total / duration);
}
