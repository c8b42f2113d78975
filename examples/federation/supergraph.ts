import { readFileSync } from 'node:fs';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { directorySdl } from './directory.ts';

/** One subgraph: what a registry holds of it. */
export interface Subgraph {
  readonly name: string;
  /** URL at which routers reach it. */
  readonly url: string;
  readonly sdl: string;
}

const sessionsSdl = readFileSync(new URL('../../schema.subgraph.graphql', import.meta.url), 'utf8');

/** Schema that a company publishes: each subgraph's SDL and the URL that answers it. */
export function companySubgraphs(urls: { readonly sessions: string; readonly directory: string }): readonly Subgraph[] {
  return [
    { name: 'sessions', url: urls.sessions, sdl: sessionsSdl },
    { name: 'directory', url: urls.directory, sdl: directorySdl },
  ];
}

/** The supergraph's SDL, which is all that a router needs: `rover supergraph compose`, or a registry, does the same. */
export function compose(subgraphs: readonly Subgraph[]): string {
  const { supergraphSdl, errors } = composeServices(
    subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(asFederation29(sdl)) })),
  );
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

/**
 * The same subgraph, linked to Federation 2.9. The gateway's subgraph links 2.12 and uses nothing newer than 2.9, but
 * @theguild/federation-composition 0.27 rejects every version that it does not know. Apollo's composer, rover and
 * GraphOS take the subgraph as it is. test/federation/composition.test.ts fails when this is no longer needed.
 */
export function asFederation29(sdl: string): string {
  return sdl.replace('https://specs.apollo.dev/federation/v2.12', 'https://specs.apollo.dev/federation/v2.9');
}
