import { type Attack, inTurn, many } from '../attack.ts';

const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Fleet {';
const aliases = (count: number) => many(count, (index) => `a${index}: id`).join(' ');

/** 3 kB each; no AWS call once the fleet's sessions are cached. */
const QUERIES = [
  `${NODES} sessions(first: 200) { nodes { ${aliases(180)} } } } } }`,
  `${NODES} sessions(first: 200) { nodes { ${aliases(90)} } edges { node { ${aliases(90).replaceAll('a', 'b')} } } } } } }`,
];

export const VALUES: readonly Attack[] = [
  {
    line: 'B5',
    what: 'one id 24 times, 200 sessions each, 180 aliases of each',
    quick: true,
    world: ['--sessions', '4300'],
    env: { GATEWAY_CACHE_SESSIONS_MS: '60000' },
    async run(stage) {
      const { text } = await stage.ask('{ fleets(first: 1) { nodes { id sessions(first: 200) { nodes { id } } } } }');
      const id = /"id":"([\w-]+)"/.exec(text)?.[1] ?? '';
      const ids = many(24, () => id);
      await inTurn(
        many(8, (turn) => () => stage.ask(QUERIES[turn % 2] ?? '', { variables: { ids } })),
        2,
      );
    },
  },
];
