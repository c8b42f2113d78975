import { setTimeout as sleep } from 'node:timers/promises';
import { type Attack, Failed, many } from '../attack.ts';

/** Requests that are in flight when a client leaves: concurrent AWS calls, of three services. */
const IN_FLIGHT = 60;
const LOOKED_AFTER_MS = 4_000;

const QUERIES = [
  'query mutation { sessions(first: 200, filter: { userName: "unknown" }) { nodes { id } } }',
  '{ mutation: sessions(first: 200, filter: { userName: "mutation" }) { nodes { id } } }',
  '{ sessions(first: 200, filter: { userName: "unknown" }) { nodes { id } } } # mutation',
  'query Q { sessions(first: 200, filter: { userName: "a mutation b" }) { nodes { id } } }',
];

export const LEAVING: readonly Attack[] = [
  {
    line: 'B9',
    what: 'clients that leave, with the word mutation in what they asked',
    quick: true,
    world: ['--sessions', '4300', '--fleets', '60', '--stacks', '60', '--latency', '100'],
    async run(stage) {
      const leaving = new AbortController();
      const asked = QUERIES.map((query) => stage.ask(query, { signal: leaving.signal }));
      await sleep(1_000);
      leaving.abort();
      await Promise.all(asked);
      const before = await stage.calls();
      await sleep(LOOKED_AFTER_MS);
      const after = (await stage.calls()) - before;
      many(after, () => stage.count('calls after they left'));
      if (after > IN_FLIGHT) throw new Failed(`${after} AWS calls after all clients had left, ${before} before`);
    },
  },
];
