import { type Attack, Failed, inTurn, many } from '../attack.ts';

const LONGEST_LINE = 4_096;
const NAME = 'a'.repeat(90_000);

const COSTLY = [
  `{ ${'fleets(first: 200) { nodes { sessions(first: 200) { nodes { fleet { stacks(first: 200) { nodes { '.repeat(3)}name${' } } } } } } }'.repeat(3)} }`,
  `{${'sessions(first:200){nodes{user{'.repeat(8)}id${'}}}'.repeat(8)}}`,
];

export const NAMES: readonly Attack[] = [
  {
    line: 'B10',
    what: 'names of operations of 90 kB, and costs beyond all figures',
    quick: true,
    async run(stage) {
      const bodies = many(200, (index) => () => stage.ask(`query ${NAME}${index} { __typename }`));
      const given = many(
        100,
        (index) => () => stage.ask('{ __typename }', { more: { operationName: `${NAME}${index}` } }),
      );
      await inTurn([...bodies, ...given], 4);
      for (const query of COSTLY) {
        const { text } = await stage.ask(query);
        if (/Infinity|NaN|\de\+\d/.test(text)) throw new Failed(`a rejection says ${text.slice(0, 200)}`);
      }
      const longest = Math.max(...stage.logLines().map((line) => line.length));
      if (longest > LONGEST_LINE) throw new Failed(`a line of the log has ${longest} characters`);
    },
  },
];
