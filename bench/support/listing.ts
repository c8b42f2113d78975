import { ask } from './ask.ts';

/** A stack and fleet whose listing has at least so many sessions. */
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
