import { type Attack, inTurn, many } from '../attack.ts';

const nested = (depth: number, open: string, leaf: string, close: string) =>
  `{${open.repeat(depth)}${leaf}${close.repeat(depth)}}`;

/** 285 characters; code or plans for them grow with the possible types to the power of the depth. */
const DEEP = [
  nested(8, 'sessions(first:200){nodes{user{', 'userName', '}}}'),
  nested(8, 'sessions(first:200){nodes{user{', 'id', '}}}'),
  nested(6, 'sessions(first:200){edges{node{user{', 'userName', '}}}}'),
  nested(8, 'x:sessions(first:2){nodes{user{', 'x:userName', '}}}'),
];

/** 960 characters, each unlike all others, which cost a moment only to execute. */
const distinct = (index: number) => {
  const open = `{ d${index}: sessions(first: 1) { nodes { user { sessions(first: 1) { nodes { user { sessions(first: 1) { nodes {`;
  const close = '} } } } } } } } }';
  const room = 960 - open.length - close.length;
  const aliases = many(200, (alias) => ` f${index}x${alias}: id`).join('');
  return `${open}${aliases.slice(0, aliases.lastIndexOf(' f', room))} ${close}`;
};

export const COMPILING: readonly Attack[] = [
  {
    line: 'B1',
    what: 'sessions of users of sessions, 8 deep, 200 each, of a caller with no scope',
    quick: true,
    run: (stage) =>
      inTurn(
        many(12, (turn) => () => stage.ask(DEEP[turn % 4] ?? '', { as: 'stranger' })),
        2,
      ),
  },
  {
    line: 'B1',
    what: '308 distinct documents of 960 characters, twice each',
    run: (stage) =>
      inTurn(
        many(616, (turn) => () => stage.ask(distinct(turn >> 1))),
        4,
      ),
  },
];
