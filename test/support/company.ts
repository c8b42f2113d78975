import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import type { Company } from '../../examples/federation/company.ts';
import { createDirectory } from '../../examples/federation/directory.ts';
import { type Listening, listen } from '../../examples/federation/listen.ts';
import { createRouter } from '../../examples/federation/router.ts';
import { companySubgraphs, compose } from '../../examples/federation/supergraph.ts';
import { type Answer, startGateway, type TestGateway, type TestGatewayOptions } from './gateway.ts';

type SubgraphName = 'sessions' | 'directory';

/** The example's company graph around a test's gateway: every hop between the three is HTTP. */
export interface TestCompany {
  readonly gateway: TestGateway;
  /** URL of the router. */
  readonly url: string;
  /** Asks the router. */
  query(document: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<Answer>;
  /** Calls to AWS so far, by service and operation. */
  calls(): Record<string, number>;
  /** Number of the router's requests that each subgraph has had so far. */
  readonly requests: Readonly<Record<SubgraphName, number>>;
  /** The headers of each subgraph's last request. */
  readonly headers: Readonly<Record<SubgraphName, IncomingHttpHeaders>>;
  close(): Promise<void>;
}

/** Contents of a test's directory; empty by default. */
export type TestDirectory = Partial<Company>;

export async function startCompany(
  directory: TestDirectory = {},
  options: TestGatewayOptions = {},
): Promise<TestCompany> {
  const gateway = await startGateway({ identityDomain: 'example.com', ...options });
  const requests = { sessions: 0, directory: 0 };
  const headers: Record<SubgraphName, IncomingHttpHeaders> = { sessions: {}, directory: {} };
  const counted =
    (name: SubgraphName, handler: RequestListener): RequestListener =>
    (request, response) => {
      requests[name] += 1;
      headers[name] = request.headers;
      handler(request, response);
    };
  const people = createDirectory({ people: [], criticalFleets: [], pools: {}, ...directory });
  const subgraphs = {
    sessions: await listen(counted('sessions', gateway.handler)),
    directory: await listen(counted('directory', people)),
  };
  const urls = { sessions: subgraphs.sessions.url, directory: subgraphs.directory.url };
  const router: Listening = await listen(createRouter(compose(companySubgraphs(urls))));

  return {
    gateway,
    url: router.url,
    requests,
    headers,
    async query(query, variables, headers) {
      const response = await fetch(router.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as Answer;
    },
    calls() {
      const counts: Record<string, number> = {};
      for (const { service, operation } of gateway.calls()) {
        const name = `${service} ${operation}`;
        counts[name] = (counts[name] ?? 0) + 1;
      }
      return counts;
    },
    async close() {
      for (const { close } of [router, ...Object.values(subgraphs)]) close();
      await gateway.close();
    },
  };
}

/** Somebody of a test: `person('alice', 'Design')` is alice@example.com. */
export const person = (name: string, team: string): Company['people'][number] => ({
  userName: `${name}@example.com`,
  displayName: name.toUpperCase(),
  team,
});
