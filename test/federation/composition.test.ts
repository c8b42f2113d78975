import { composeServices as composeWithApollo } from '@apollo/composition';
import { composeServices as composeWithTheGuild } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { asFederation29, companySubgraphs, compose, type Subgraph } from '../../examples/federation/supergraph.ts';
import { supergraphShape } from '../support/supergraph-shape.ts';

/** The committed SDL beside a directory that has `Query.node`, `interface Node`, `User`, `Fleet` and `Pool` of its own. */
const subgraphs = companySubgraphs({ sessions: 'http://sessions/graphql', directory: 'http://directory/graphql' });

const parsed = (all: readonly Subgraph[]) => all.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) }));

describe('The subgraph composes with a second one', () => {
  test("by Apollo's composer as it is, with nothing to remark", () => {
    const { errors, hints, supergraphSdl } = composeWithApollo(parsed(subgraphs));
    expect(errors).toBeUndefined();
    expect(hints?.map(({ definition, message }) => `${definition.code}: ${message}`)).toEqual([]);
    expect(supergraphSdl).toContain('https://specs.apollo.dev/cost/v0.1');
  });

  test("by The Guild's, linked to 2.9, to the same types and fields", () => {
    const shape = supergraphShape(compose(subgraphs));
    expect(shape).toEqual(supergraphShape(composeWithApollo(parsed(subgraphs)).supergraphSdl ?? ''));
    expect(shape).toEqual(
      expect.arrayContaining([
        'Query.node: Node(id: ID!)',
        'User implements Node',
        'Team implements Node',
        'User.displayName: String()',
        'User.userName: String!()',
      ]),
    );
    expect(shape.length).toBeGreaterThan(500);
    expect(shape.filter((line) => /^Query\.nodes|_entities|_service|_Any|_Entity/.test(line))).toEqual([]);
  });

  test('with costs and tags in the supergraph of both, so that routers and contracts see them', () => {
    for (const sdl of [compose(subgraphs), composeWithApollo(parsed(subgraphs)).supergraphSdl ?? '']) {
      expect(sdl).toMatch(/@cost\(weight: 50\)/);
      expect(sdl).toMatch(/@listSize\(/);
      expect(sdl).toMatch(/@tag\(name: "appstream"\)/);
    }
  });
});

test("`asFederation29` is needed: The Guild's composer rejects 2.12 for its number. When this fails, remove it", () => {
  const { errors } = composeWithTheGuild(parsed(subgraphs));
  expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['UNKNOWN_FEDERATION_LINK_VERSION']);
  const [sessions] = subgraphs;
  expect(sessions?.sdl).toContain('federation/v2.12');
  expect(asFederation29(sessions?.sdl ?? '')).toContain('federation/v2.9');
});
