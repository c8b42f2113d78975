import { type Attack, inTurn, many } from '../attack.ts';

const TARGETS = 4_900;
const QUERY = `query ($targets: [String!]) { ${many(
  99,
  (index) => `a${index}: sessions(first: 1, filter: { targets: $targets, includeHistory: true }) { nodes { id } }`,
).join(' ')} }`;

export const FILTERS: readonly Attack[] = [
  {
    line: 'B6',
    what: '99 aliases of 4,900 targets each, over 20,000 cached sessions',
    world: ['--sessions', '20000'],
    env: { GATEWAY_CACHE_SESSIONS_MS: '60000' },
    async run(stage) {
      await stage.ask(
        '{ sessions(first: 1, filter: { targets: ["mi-none"], includeHistory: true }) { nodes { id } } }',
      );
      const targets = (turn: number) => many(TARGETS, (index) => `mi-${turn}-${index}`);
      await inTurn(many(3, (turn) => () => stage.ask(QUERY, { variables: { targets: targets(turn) } })));
    },
  },
];
