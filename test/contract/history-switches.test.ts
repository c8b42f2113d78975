import { describe, expect, test } from 'vitest';
import { type Answer, startGateway, type TestGatewayOptions } from '../support/gateway.ts';
import { iso, recordId, storedHistory } from '../support/stored-history.ts';
import { buildWorld } from '../support/world.ts';

const { world } = buildWorld()
  .fleet('design')
  .stack('Design')
  .associate('Design', 'design')
  .appStreamSessions({ stack: 'Design', fleet: 'design', count: 1, UserId: 'alice@example.com' });
const WINDOW = `filter: { from: "${iso(0)}", to: "${iso(24)}" }`;

/** A field of each part, under the name of the part, and the path of what fails where the part is off. */
const FIELDS = {
  live: [
    ['liveSessions { totalCount }', 'liveSessions'],
    ['user(userName: "alice@example.com") { liveSessions { totalCount } }', 'user.liveSessions'],
  ],
  history: [
    [`sessionHistory(${WINDOW}) { totalCount }`, 'sessionHistory'],
    [`sessionUsage(${WINDOW}) { series { total { peakConcurrent } } coverage { observedShare } }`, 'sessionUsage'],
    ['user(userName: "alice@example.com") { sessionHistory { totalCount } }', 'user.sessionHistory'],
    [`node(id: "${recordId(0)}") { id }`, 'node'],
    [`nodes(ids: ["${recordId(0)}"]) { id }`, 'nodes.0'],
    [
      `_entities(representations: [{ __typename: "SessionRecord", id: "${recordId(0)}" }]) { __typename }`,
      '_entities.0',
    ],
    ['sessions { nodes { record { id } } }', 'sessions.nodes.0.record'],
  ],
} as const;
type Part = keyof typeof FIELDS;

const failures = ({ errors = [] }: Answer) => errors.map(({ path, extensions }) => [path?.join('.'), extensions.code]);

/** Switches, and the parts that are on with them. */
const SWITCHES: readonly (readonly [string, TestGatewayOptions, boolean, readonly Part[]])[] = (
  ['off', 'demand', 'always'] as const
).flatMap((live) =>
  [true, false].flatMap((isStored) =>
    ['0', '3650'].map((days) => {
      const isKept = days !== '0' && (live !== 'off' || isStored);
      const parts: Part[] = [...(live === 'off' ? [] : ['live' as const]), ...(isKept ? ['history' as const] : [])];
      const title = `GATEWAY_LIVE=${live}, GATEWAY_HISTORY_DAYS=${days} and a store in ${isStored ? 'a file' : 'memory'}`;
      return [title, { live, environment: { GATEWAY_HISTORY_DAYS: days } }, isStored, parts] as const;
    }),
  ),
);

describe.each(SWITCHES)('With %s', (_, options, isStored, parts) => {
  test('fields of what is off are null with SERVICE_DISABLED, and all others are answered', async () => {
    const store = isStored ? await storedHistory([{ from: 0, to: 1, user: 'alice@example.com' }]) : 'memory';
    const gateway = await startGateway({
      ...{ world, services: ['APPSTREAM'], ...options },
      environment: { ...options.environment, GATEWAY_STORE: store },
    });
    try {
      for (const [part, fields] of Object.entries(FIELDS)) {
        for (const [field, path] of fields) {
          const answer = await gateway.query(`{ ${field} fleets { nodes { name } } }`);
          const isOn = parts.includes(part as Part);
          expect([field, failures(answer)]).toEqual([field, isOn ? [] : [[path, 'SERVICE_DISABLED']]]);
          expect(answer.data.fleets).toEqual({ nodes: [{ name: 'design' }] });
        }
      }
      const { data, errors } = await gateway.query(
        'mutation { eraseUser(input: { userName: "carol@example.com" }) { erasedRecords userErrors { code } } }',
      );
      if (parts.includes('history')) expect(data.eraseUser).toEqual({ erasedRecords: 0, userErrors: [] });
      else expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['SERVICE_DISABLED']);
    } finally {
      await gateway.close();
    }
  });
});
