import type { Scope } from '../../aws/scope.ts';
import type { RequestServices } from '../../services/services.ts';
import { mutation } from '../mutation.ts';
import { selectedScopes, selectionInput } from '../selection-args.ts';
import { FleetRef } from './fleet.ts';

/** A fleet that was changed: enough to read it again. */
interface ChangedFleet {
  readonly scope: Scope;
  readonly name: string;
}

function readAgain(fleet: ChangedFleet | undefined, services: RequestServices) {
  return fleet ? services.of(fleet).appstream.fleetByName(fleet.name) : null;
}

mutation('startFleet', {
  description: 'Starts a stopped fleet: its instances are made ready, and it takes sessions once it is `RUNNING`.',
  input: (t) => ({ name: t.string({ required: true, description: 'The fleet.' }), ...selectionInput(t) }),
  scopes: selectedScopes,
  async run({ name, ...selection }, { services }) {
    const { appstream, scope } = await services.select(selection);
    await appstream.startFleet(name);
    return { fleet: { scope, name } };
  },
  payload: (t) => ({
    fleet: t.field({
      type: FleetRef,
      description: 'The fleet as it is now, `STARTING` as a rule.',
      resolve: ({ fleet }, _args, { services }) => readAgain(fleet, services),
    }),
  }),
});

mutation('stopFleet', {
  description: 'Stops a running fleet and ends its sessions. One that is stopped stays so.',
  input: (t) => ({ name: t.string({ required: true, description: 'The fleet.' }), ...selectionInput(t) }),
  scopes: selectedScopes,
  async run({ name, ...selection }, { services }) {
    const { appstream, scope } = await services.select(selection);
    await appstream.stopFleet(name);
    return { fleet: { scope, name } };
  },
  payload: (t) => ({
    fleet: t.field({
      type: FleetRef,
      description: 'The fleet as it is now, `STOPPING` as a rule.',
      resolve: ({ fleet }, _args, { services }) => readAgain(fleet, services),
    }),
  }),
});

mutation('deleteFleet', {
  description: 'Deletes a fleet. It must be stopped, and on no stack: see `disassociateFleet`.',
  input: (t) => ({ name: t.string({ required: true, description: 'The fleet.' }), ...selectionInput(t) }),
  scopes: selectedScopes,
  async run({ name, ...selection }, { services }) {
    const { appstream } = await services.select(selection);
    await appstream.deleteFleet(name);
    return { deletedFleetName: name };
  },
  payload: (t) => ({
    deletedFleetName: t.string({
      description: 'The name of the fleet that is no more.',
      resolve: ({ deletedFleetName }) => deletedFleetName,
    }),
  }),
});
