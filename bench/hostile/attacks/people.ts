import { type Attack, inTurn, many } from '../attack.ts';

const WORLD = ['--sessions', '4300'];
const ENTITIES = `query ($keys: [_Any!]!) { _entities(representations: $keys) {
  ... on User { userName sessions(first: 3) { nodes { id status } } } } }`;

const people = (count: number, turn: number) => ({
  keys: many(count, (index) => ({ __typename: 'User', userName: `somebody-${turn}-${index}@example.com` })),
});

export const PEOPLE: readonly Attack[] = [
  {
    line: 'B2',
    what: '`_entities` with 300 and 400 users, 3 sessions each, over 4,300 sessions',
    world: WORLD,
    run: (stage) =>
      inTurn(many(6, (turn) => () => stage.ask(ENTITIES, { variables: people(turn % 2 ? 400 : 300, turn) }))),
  },
  {
    line: 'B2',
    what: '90 aliases of the sessions of a user, over 4,300 sessions',
    quick: true,
    world: WORLD,
    run: (stage) =>
      inTurn(
        many(6, (turn) => () => {
          const users = many(
            90,
            (index) => `u${index}: user(userName: "unknown-${turn}-${index}") { sessions { nodes { id } } }`,
          );
          return stage.ask(`{ ${users.join(' ')} }`);
        }),
      ),
  },
];
