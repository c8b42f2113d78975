import type DataLoader from 'dataloader';
import { refuseFor } from '../refusal.ts';
import { orRefusal, type Subject } from '../translate-refusal.ts';
import type { AppStreamApi } from './api.ts';
import type { Fleet } from './model.ts';
import { brokenNames } from './rules.ts';

/** What can be done with the fleets of one scope. Each throws a Refusal for what its caller can mend. */
export interface FleetChanges {
  startFleet(name: string): Promise<void>;
  stopFleet(name: string): Promise<void>;
  deleteFleet(name: string): Promise<void>;
  associateFleet(fleetName: string, stackName: string): Promise<void>;
  disassociateFleet(fleetName: string, stackName: string): Promise<void>;
}

/** @param fleets the loader of this request: what it has read of a fleet is forgotten when the fleet changes */
export function fleetChanges(api: AppStreamApi, fleets: DataLoader<string, Fleet | null>): FleetChanges {
  async function change(Name: string, send: (input: { Name: string }) => Promise<unknown>): Promise<void> {
    refuseFor(brokenNames({ name: Name }));
    await orRefusal(send({ Name }), fleetNamed(Name)).finally(() => fleets.clear(Name));
  }

  async function bind(
    FleetName: string,
    StackName: string,
    send: (input: { FleetName: string; StackName: string }) => Promise<unknown>,
  ): Promise<void> {
    refuseFor(brokenNames({ fleetName: FleetName, stackName: StackName }));
    const name = `fleet \`${FleetName}\` on stack \`${StackName}\``;
    await orRefusal(send({ FleetName, StackName }), { name, field: ['input'] });
  }

  return {
    startFleet: (name) => change(name, api.startFleet),
    stopFleet: (name) => change(name, api.stopFleet),
    deleteFleet: (name) => change(name, api.deleteFleet),
    associateFleet: (fleetName, stackName) => bind(fleetName, stackName, api.associateFleet),
    disassociateFleet: (fleetName, stackName) => bind(fleetName, stackName, api.disassociateFleet),
  };
}

export function fleetNamed(name: string): Subject {
  return { name: `fleet \`${name}\``, field: ['input', 'name'] };
}
