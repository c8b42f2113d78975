import { type Attack, Failed, inTurn, many } from '../attack.ts';
import type { Trouble } from '../upstream.ts';

const OPERATIONS = ['DescribeSessions', 'DescribeStacks', 'DescribeInstanceInformation'];
const QUERIES = [
  '{ ssmSessions(first: 1) { nodes { id } } }',
  '{ stacks(first: 1) { nodes { name } } }',
  '{ managedNodes(first: 1) { nodes { id } } }',
  '{ sessions(first: 1) { nodes { id } } }',
];

const attack = (what: string, trouble: Trouble, quick = false): Attack => ({
  line: 'B8',
  what,
  quick,
  trouble,
  run: (stage) =>
    inTurn(
      QUERIES.map((query) => () => stage.ask(query)),
      2,
    ),
});

export const ANSWERS: readonly Attack[] = [
  attack('AWS answers without end', { kind: 'endless', operations: OPERATIONS, status: 200 }, true),
  attack('AWS rejects without end', { kind: 'endless', operations: OPERATIONS, status: 400 }),
  attack('AWS answers a byte now and then', { kind: 'drip', operations: OPERATIONS }),
  attack('AWS answers with a million items on a page', { kind: 'items', operations: OPERATIONS, count: 1_000_000 }),
  {
    line: 'B8',
    what: 'a key set without end, at an invalid token of any client',
    issuer: 'endless',
    async run(stage) {
      await inTurn(
        many(8, () => async () => {
          const { status } = await stage.ask('{ __typename }', { token: await stage.issuer.unknownToken() });
          if (status === 200) throw new Failed('a token with an invalid signature was accepted');
        }),
        2,
      );
    },
  },
];
