import { ask } from '../support/ask.ts';
import { createCallers } from '../support/callers.ts';
import type { Child } from '../support/child.ts';
import type { Row } from '../support/figures.ts';
import { loadAs } from '../support/load.ts';
import { rolesOf, startManyAccounts } from '../support/many-accounts.ts';
import { startAws, startGateway, startQuietGateway } from '../support/programs.ts';
import { residentBytes, userSeconds } from '../support/usage.ts';

const KILOBYTE = 1_024;
const row = { scenario: 'growth' };

/** Growth of the cost of a request with what exists: sessions, callers, accounts. */
export async function growth(): Promise<Row[]> {
  return [...(await withSessions()), ...(await withCallers()), ...(await withAccounts())];
}

const SESSIONS = [1_000, 10_000, 100_000] as const;
const FIRST_PAGE = '{ sessions(first: 50) { nodes { sessionId status } pageInfo { hasNextPage endCursor } } }';
const ASKED = 20;

/** The first page of all sessions, read from AWS each time. */
async function withSessions(): Promise<Row[]> {
  const costs: Cost[] = [];
  for (const sessions of SESSIONS) {
    const aws = await startAws('--sessions', String(sessions));
    const gateway = await startQuietGateway(aws.url, { GATEWAY_CACHE_SESSIONS_MS: '0' });
    costs.push(await costOf(gateway, FIRST_PAGE));
    await Promise.all([gateway.stop(), aws.stop()]);
  }
  return rowsAgainstFirst(
    SESSIONS.map((sessions) => `${sessions.toLocaleString('en')} sessions`),
    costs,
  );
}

const ACCOUNTS = [1, 10, 50] as const;

/** All fleets of all accounts, as far as a page goes, and what one more account takes of memory. */
async function withAccounts(): Promise<Row[]> {
  const aws = await startManyAccounts(Math.max(...ACCOUNTS));
  const costs: Cost[] = [];
  for (const accounts of ACCOUNTS) {
    const roles = { GATEWAY_AWS_ACCOUNTS: rolesOf(accounts), GATEWAY_CACHE_FLEETS_MS: '0' };
    const gateway = await startQuietGateway(aws.endpoint, roles);
    costs.push(await costOf(gateway, '{ fleets(first: 200) { nodes { name } pageInfo { hasNextPage } } }'));
    await gateway.stop();
  }
  await aws.close();
  return rowsAgainstFirst(
    ACCOUNTS.map((accounts) => `${accounts} accounts`),
    costs,
  );
}

/** Cost of one request. */
interface Cost {
  readonly calls: number;
  /** Microseconds of processor time. */
  readonly microseconds: number;
  readonly megabytes: number;
}

async function costOf({ url, process: { pid } }: Child, query: string): Promise<Cost> {
  let calls = 0;
  const askAll = async () => {
    for (let asked = 0; asked < ASKED; asked += 1) ({ calls } = await ask(url, query));
  };
  await askAll();
  const before = await processorSeconds(pid);
  await askAll();
  const microseconds = ((await processorSeconds(pid)) - before) * (1e6 / ASKED);
  return { calls, microseconds, megabytes: (await resident(pid)) / KILOBYTE };
}

function rowsAgainstFirst(names: readonly string[], [first, ...costs]: readonly Cost[]): Row[] {
  return costs.flatMap((cost, index) => {
    const against = names[0] ?? '';
    const name = names[index + 1] ?? '';
    const figure = (what: keyof Cost, label: string, unit: string): Row => ({
      ...row,
      what: `${name}: ${label}`,
      ours: cost[what],
      reference: first?.[what] ?? Number.NaN,
      against,
      unit,
    });
    return [
      figure('calls', 'AWS calls of a page', 'calls'),
      figure('microseconds', 'processor time of a page', 'µs'),
      figure('megabytes', 'resident', 'MB'),
    ];
  });
}

const CALLERS = 10_000;
const CONNECTIONS = 10;
const SMALL = '{ fleets(first: 1) { nodes { name } } }';

/** A small query of one caller and of ten thousand, each of whom has a token that is new to the gateway. */
async function withCallers(): Promise<Row[]> {
  const callers = await createCallers(CALLERS);
  const aws = await startAws();
  const gateway = await startGateway(aws.url, { ...callers.env, GATEWAY_CACHE_FLEETS_MS: '3600000' });
  const { pid } = gateway.process;
  const send = async (headers: readonly Readonly<Record<string, string>>[]) => {
    const share = headers.length / CONNECTIONS;
    const requestsOf = (connection: number) =>
      headers.slice(connection * share, (connection + 1) * share).map((own) => ({ query: SMALL, headers: own }));
    const before = await processorSeconds(pid);
    await loadAs(gateway.url, requestsOf, { connections: CONNECTIONS, amount: CALLERS });
    return ((await processorSeconds(pid)) - before) * (1e6 / CALLERS);
  };
  const one = Array.from({ length: CONNECTIONS }, () => callers.headers[0] ?? {});
  await send(one);
  const [known, before] = [await send(one), await resident(pid)];
  const [fresh, after] = [await send(callers.headers), await resident(pid)];
  const again = await send(callers.headers);
  await Promise.all([gateway.stop(), aws.stop(), callers.remove()]);
  const figure = { ...row, reference: known, against: 'one caller', unit: 'µs' };
  return [
    { ...figure, what: '10,000 callers, new tokens: processor time of a small query', ours: fresh },
    { ...figure, what: '10,000 callers, known tokens: processor time of a small query', ours: again },
    {
      ...row,
      what: '10,000 callers: resident',
      ours: after / KILOBYTE,
      reference: before / KILOBYTE,
      against: 'one caller',
      unit: 'MB',
    },
  ];
}

const processorSeconds = async (pid: number | undefined) => (await userSeconds(pid)) ?? Number.NaN;

/** Kilobytes. */
const resident = async (pid: number | undefined) => ((await residentBytes(pid)) ?? Number.NaN) / KILOBYTE;
