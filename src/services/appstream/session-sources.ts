import { readAll } from '../read-list.ts';
import type { Fleet } from './model.ts';
import type { AppStreamAtLocation, AppStreamSource } from './provider.ts';

/**
 * Creates one source per association of a stack and a fleet and per authentication type. Skips stopped fleets, which have no
 * sessions: their associations are not read.
 */
export async function sessionSources(at: AppStreamAtLocation): Promise<readonly AppStreamSource[]> {
  const { stackNames } = at.conditions;
  return stackNames ? stacksOf(at, stackNames) : fleetsOf(at);
}

/** Creates sources by fleet: stopped fleets take no further call. */
async function fleetsOf(at: AppStreamAtLocation): Promise<readonly AppStreamSource[]> {
  const { appstream } = at.services;
  const fleets = await readAll(appstream.fleets(at.conditions.fleetNames ?? null));
  return fleets.filter(mayStream).map((fleet) => ({
    key: fleet.Name,
    countedItems: fleet.ComputeCapacityStatus?.ActiveUserSessions ?? fleet.ComputeCapacityStatus?.InUse,
    children: async () =>
      (await appstream.stackNamesOf(fleet.Name)).map((stack) => association(at, stack, stack, fleet.Name)),
  }));
}

function stacksOf(at: AppStreamAtLocation, stackNames: readonly string[]): readonly AppStreamSource[] {
  const { appstream } = at.services;
  const { fleetNames } = at.conditions;
  return [...new Set(stackNames)].map((stack) => ({
    key: stack,
    async children() {
      const names = await appstream.fleetNamesOf(stack);
      const fleets = await readAll(appstream.fleets(names.filter((name) => fleetNames?.includes(name) ?? true)));
      return fleets.filter(mayStream).map(({ Name }) => association(at, Name, stack, Name));
    },
  }));
}

const mayStream = ({ State }: Fleet): boolean => State !== 'STOPPED';

function association(
  { services, metadata }: AppStreamAtLocation,
  key: string,
  stack: string,
  fleet: string,
): AppStreamSource {
  return {
    key,
    metadata: metadata(` stack ${stack} / fleet ${fleet}`),
    children: async () =>
      services.appstream.sessionsByType(stack, fleet).map(({ type, source }) => ({ key: type, source })),
  };
}
