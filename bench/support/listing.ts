import { ask } from './ask.ts';
import { startGateway } from './programs.ts';

/** Finds a stack and fleet with at least this many sessions. */
export async function findListing(
  url: string,
  atLeast: number,
): Promise<{ readonly stack: string; readonly fleet: string }> {
  const { data } = await ask(url, '{ fleets(first: 200) { nodes { name stacks { nodes { name } } } } }');
  for (const { name: fleet, stacks } of data.fleets.nodes) {
    for (const { name: stack } of stacks.nodes) {
      const list = `appStreamSessions(stackName: "${stack}", fleetName: "${fleet}", first: 200) { nodes { id } }`;
      const { data: page } = await ask(url, `{ ${list} }`);
      if (page.appStreamSessions.nodes.length >= Math.min(200, atLeast)) return { stack, fleet };
    }
  }
  throw new Error(`No listing has ${atLeast} sessions.`);
}

/** Query for a connection of 50 edges × 8 fields that has a next page: the query of the throughput scenarios. */
export async function pageOfFifty(endpoint: string): Promise<string> {
  const scout = await startGateway(endpoint);
  const { stack, fleet } = await findListing(scout.url, 60);
  await scout.stop();
  return `query Page { appStreamSessions(stackName: "${stack}", fleetName: "${fleet}", first: 50) { edges { cursor node { sessionId userId status startedAt expiresAt instanceId authenticationType connectionState } } pageInfo { hasNextPage endCursor } } }`;
}
