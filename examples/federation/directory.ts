import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { createYoga } from 'graphql-yoga';
import type { Company, Person } from './company.ts';

/** The directory's subgraph, as it would be published to a registry. */
export const directorySdl = readFileSync(new URL('directory.graphql', import.meta.url), 'utf8');

interface Team {
  readonly id: string;
  readonly name: string;
}

/** A second subgraph, as companies have one: who works here, in which team. It has never heard of AWS. */
export function createDirectory({ people, criticalFleets, pools }: Company): RequestListener {
  const byName = new Map(people.map((person) => [person.userName, person]));
  const teams = new Map(people.map(({ team }) => [`team-${team}`, { id: `team-${team}`, name: team }]));
  const schema = buildSubgraphSchema({
    typeDefs: parse(directorySdl),
    resolvers: {
      Query: {
        people: (_: unknown, { team, first }: { team?: string | null; first: number }) =>
          people.filter((person) => team == null || person.team === team).slice(0, first),
        person: (_: unknown, { userName }: { userName: string }) => byName.get(userName),
        criticalFleets: (_: unknown, { first }: { first: number }) =>
          criticalFleets.slice(0, first).map((arn) => ({ arn })),
        node: (_: unknown, { id }: Pick<Team, 'id'>) => teams.get(id),
      },
      Node: { __resolveType: () => 'Team' },
      User: {
        // A person with a session need not be in the directory: a contractor, a program's role.
        __resolveReference: ({ userName }: Pick<Person, 'userName'>) => byName.get(userName) ?? { userName },
        team: ({ team }: Partial<Person>) => teams.get(`team-${team}`),
      },
      Team: {
        __resolveReference: ({ id }: Pick<Team, 'id'>) => teams.get(id),
        people: ({ name }: Team) => people.filter(({ team }) => team === name),
        pool: ({ name }: Team) => pools[name] && { poolId: pools[name] },
      },
    },
  });
  return createYoga({ schema, landingPage: false, logging: 'warn' });
}
