import { type Attack, Failed, inTurn } from '../attack.ts';
import type { Stage } from '../stage.ts';

/** One query for each operation that lists something. */
const LISTS = {
  DescribeFleets: '{ fleets(first: 200) { nodes { name } pageInfo { hasNextPage } } }',
  DescribeStacks: '{ stacks(first: 200) { nodes { name } pageInfo { hasNextPage } } }',
  ListAssociatedFleets: '{ stack(name: "Design") { fleets(first: 200) { nodes { name } } } }',
  ListAssociatedStacks: '{ fleet(name: "Design-Fleet") { stacks(first: 200) { nodes { name } } } }',
  DescribeSessions:
    '{ appStreamSessions(stackName: "Design", fleetName: "Design-Fleet", first: 200) { nodes { id } pageInfo { hasNextPage } } }',
  'DescribeSessions of SSM': '{ ssmSessions(first: 200) { nodes { id } pageInfo { hasNextPage } } }',
  DescribeInstanceInformation: '{ managedNodes(first: 200) { nodes { id } pageInfo { hasNextPage } } }',
  DescribeWorkspacesPools: '{ pools(first: 200) { nodes { id } pageInfo { hasNextPage } } }',
  everything: '{ sessions(first: 200) { nodes { id } incomplete } }',
  'a user': '{ user(userName: "unknown") { sessions(first: 1) { nodes { id } incomplete } } }',
};

const OPERATIONS = [
  'DescribeFleets',
  'DescribeStacks',
  'ListAssociatedFleets',
  'ListAssociatedStacks',
  'DescribeSessions',
  'DescribeInstanceInformation',
  'DescribeWorkspacesPools',
  'DescribeWorkspacesPoolSessions',
];

/** An answer, whichever; and none that takes it for a fault of the gateway's. */
async function askEach(stage: Stage): Promise<void> {
  const wrong: string[] = [];
  const ask = async (list: string, query: string) => {
    const { status, text } = await stage.ask(query);
    if (status !== 200 || text.includes('INTERNAL'))
      wrong.push(`${list} (${/"code":"(\w+)"/.exec(text)?.[1] ?? text})`);
  };
  await inTurn(
    Object.entries(LISTS).map(
      ([list, query]) =>
        () =>
          ask(list, query),
    ),
    3,
  );
  if (wrong.length > 0) throw new Failed(`no right answer about ${wrong.join(', ')}`);
}

const loop = (what: string, tokens: readonly string[], empty: boolean): Attack => ({
  line: 'B3',
  what,
  quick: empty,
  trouble: { kind: 'loop', operations: OPERATIONS, tokens, empty },
  run: askEach,
});

export const LOOPS: readonly Attack[] = [
  loop('the same token for ever, in every list, pages empty', ['A'], true),
  loop('two tokens in turn for ever, in every list, pages empty', ['A', 'B'], true),
  loop('the same token for ever, in every list, the same page', ['A'], false),
  loop('two tokens in turn for ever, in every list, the same page', ['A', 'B'], false),
];
