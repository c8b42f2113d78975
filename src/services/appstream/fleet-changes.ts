import type DataLoader from 'dataloader';
import { throwUserErrors } from '../mutation-error.ts';
import { notFound, orMutationError, type Subject } from '../translate-mutation-error.ts';
import type { AppStreamContext } from './api.ts';
import { brokenMembers } from './fleet-members.ts';
import { brokenRules, COMBINATIONS, CREATION, KINDS } from './fleet-rules.ts';
import { brokenByState, kindAfter } from './fleet-update-rules.ts';
import type { Fleet, FleetChange, NewFleet } from './model.ts';
import { brokenNames } from './rules.ts';

/** Write operations on the fleets of one location. Each throws a MutationError for errors that the caller can fix. */
export interface FleetChanges {
  /** Creates a fleet. Returns it as AWS does; null where AWS returns none. */
  createFleet(request: NewFleet): Promise<Fleet | null>;
  updateFleet(request: FleetChange): Promise<Fleet | null>;
  startFleet(name: string): Promise<void>;
  stopFleet(name: string): Promise<void>;
  deleteFleet(name: string): Promise<void>;
  associateFleet(fleetName: string, stackName: string): Promise<void>;
  disassociateFleet(fleetName: string, stackName: string): Promise<void>;
}

/** Creates the write operations. @param fleets loader of this request; a changed fleet is cleared from it */
export function fleetChanges(
  { api, location }: AppStreamContext,
  fleets: DataLoader<string, Fleet | null>,
): FleetChanges {
  const located = (fleet: object | undefined) => (fleet ? ({ ...fleet, location } as Fleet) : null);

  /** Reads a fleet without the cache: the rules for an update depend on its current state. @throws MutationError NOT_FOUND */
  async function readUncached(name: string): Promise<Fleet> {
    const subject = fleetNamed(name);
    api.refresh('fleets');
    const fleet = await fleets.clear(name).load(name);
    if (!fleet) throw notFound(subject);
    return fleet;
  }

  function change<Answer>(subject: Subject, name: string, changing: Promise<Answer>): Promise<Answer> {
    return orMutationError(changing, subject).finally(() => fleets.clear(name));
  }

  async function sendNamed(Name: string, send: (input: { Name: string }) => Promise<unknown>): Promise<void> {
    throwUserErrors(brokenNames({ name: Name }));
    await change(fleetNamed(Name), Name, send({ Name }));
  }

  async function changeAssociation(
    FleetName: string,
    StackName: string,
    send: (input: { FleetName: string; StackName: string }) => Promise<unknown>,
  ): Promise<void> {
    throwUserErrors(brokenNames({ fleetName: FleetName, stackName: StackName }));
    const name = `fleet \`${FleetName}\` on stack \`${StackName}\``;
    await orMutationError(send({ FleetName, StackName }), { name, field: ['input'] });
  }

  return {
    async createFleet({ Tags = [], ...request }) {
      const { Name, FleetType: type = 'ALWAYS_ON', MaxSessionsPerInstance: perInstance } = request; // F-23
      const rules = [...COMBINATIONS, ...KINDS, ...CREATION];
      const kind = { type, isMultiSession: perInstance !== undefined };
      throwUserErrors([...brokenMembers({ ...request, Tags }), ...brokenRules(rules, request, kind)]);
      // AWS rejects an empty map.
      const tags = Tags.length > 0 && { Tags: Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])) };
      const subject = { ...fleetNamed(Name), refersToOthers: true };
      return located((await change(subject, Name, api.createFleet({ ...request, ...tags }))).Fleet);
    },
    async updateFleet(request) {
      const { Name } = request;
      // Rules that hold for every fleet come first: reading this one's type and state takes a call.
      throwUserErrors([...brokenMembers(request), ...brokenRules(COMBINATIONS, request)]);
      const fleet = await readUncached(Name);
      throwUserErrors([...brokenRules(KINDS, request, kindAfter(request, fleet)), ...brokenByState(request, fleet)]);
      const subject = { ...fleetNamed(Name), refersToOthers: true };
      return located((await change(subject, Name, api.updateFleet(request))).Fleet);
    },
    startFleet: (name) => sendNamed(name, api.startFleet),
    stopFleet: (name) => sendNamed(name, api.stopFleet),
    deleteFleet: (name) => sendNamed(name, api.deleteFleet),
    associateFleet: (fleetName, stackName) => changeAssociation(fleetName, stackName, api.associateFleet),
    disassociateFleet: (fleetName, stackName) => changeAssociation(fleetName, stackName, api.disassociateFleet),
  };
}

function fleetNamed(name: string): Subject {
  return { name: `fleet \`${name}\``, field: ['input', 'name'] };
}
