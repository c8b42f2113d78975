import type { Fleet } from '../services/appstream/model.ts';
import { readAll } from '../services/read-list.ts';
import { ofAppStream } from './any-session.ts';
import type { ServiceAtLocation, SessionSourceNode } from './sources.ts';

/**
 * AppStream's lists: one per association of a stack and a fleet and per authentication type. A fleet that is stopped has
 * no sessions, and costs no call beyond finding that out.
 */
export function appStreamParts(at: ServiceAtLocation): Promise<readonly SessionSourceNode[]> {
  return at.filter.stackNames ? partsByStack(at, at.filter.stackNames) : partsByFleet(at);
}

/** Fleet by fleet: there are never more of them than associations, and those that are stopped need no further look. */
async function partsByFleet(at: ServiceAtLocation): Promise<readonly SessionSourceNode[]> {
  const { appstream } = at.services;
  const fleets = await readAll(appstream.fleets(at.filter.fleetNames ?? null));
  return fleets.filter(mayStream).map((fleet) => ({
    key: fleet.Name,
    children: async () => (await appstream.stackNamesOf(fleet.Name)).map((stack) => pair(at, stack, stack, fleet.Name)),
  }));
}

async function partsByStack(
  at: ServiceAtLocation,
  stackNames: readonly string[],
): Promise<readonly SessionSourceNode[]> {
  const { appstream } = at.services;
  const { fleetNames } = at.filter;
  return [...new Set(stackNames)].map((stack) => ({
    key: stack,
    async children() {
      const names = await appstream.fleetNamesOf(stack);
      const fleets = await readAll(appstream.fleets(names.filter((name) => fleetNames?.includes(name) ?? true)));
      return fleets.filter(mayStream).map(({ Name }) => pair(at, Name, stack, Name));
    },
  }));
}

const mayStream = ({ State }: Fleet): boolean => State !== 'STOPPED';

function pair({ services, metadata }: ServiceAtLocation, key: string, stack: string, fleet: string): SessionSourceNode {
  return {
    key,
    metadata: metadata(` stack ${stack} / fleet ${fleet}`),
    children: async () =>
      services.appstream
        .sessionsByType(stack, fleet)
        .map(({ type, source }) => ({ key: type, source: ofAppStream(source) })),
  };
}
