import { buildWorld } from './world.ts';

/** Time that the oldest session of the world began, before others a minute apart. */
const START = Date.parse('2026-11-02T08:00:00Z');
const MINUTE_MS = 60_000;
const PEOPLE = ['alice', 'bob', 'carol', 'dave', 'erin'];

const startOf = (index: number) => new Date(START + index * MINUTE_MS);
const personOf = (index: number) => `${PEOPLE[index % PEOPLE.length]}@example.com`;

/** World with sessions of all services: 60 of AppStream, 8 shells, 6 of a pool and 3 personal desktops. */
export function consoleWorld() {
  return buildWorld()
    .fleet('design')
    .fleet('office', { State: 'STOPPED' })
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({
      stack: 'Design',
      fleet: 'design',
      count: 60,
      each: (index) => ({
        UserId: personOf(index),
        StartTime: startOf(index),
        ...(index % 4 === 0 && { ConnectionState: 'NOT_CONNECTED' as const }),
      }),
    })
    .node('i-00000000000000abc')
    .ssmSessions({ count: 8, each: (index) => ({ Owner: `arn:aws:iam::123456789012:user/${personOf(index)}` }) })
    .ssmSessions({ count: 5, state: 'History' })
    .pool('Ops')
    .poolSessions({
      pool: 'Ops',
      count: 6,
      each: (index) => ({ UserId: personOf(index), StartTime: startOf(100 + index) }),
    })
    .workspaces(3);
}
