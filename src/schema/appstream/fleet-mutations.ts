import type { AwsLocation } from '../../aws/location.ts';
import type { AppStream } from '../../services/appstream/appstream.ts';
import type { Fleet } from '../../services/appstream/model.ts';
import { toAwsNames } from '../../services/aws-names.ts';
import type { SchemaTypes } from '../builder/builder.ts';
import { selectedLocations } from '../locations/selection-args.ts';
import { mutation } from '../mutations/mutation.ts';
import { FleetRef } from './fleet.ts';
import { fleetChangeInput, namedFleetInput, newFleetInput } from './fleet-input.ts';

/** Key to reload a fleet after a change. */
interface ChangedFleet {
  readonly location: AwsLocation;
  readonly name: string;
  /** Fleet in the answer of AWS to the change, for operations that return it. */
  readonly answered?: Fleet | null;
}

/** Declares the payload field that reloads the fleet. */
function changedFleet(
  t: PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, { readonly fleet?: ChangedFleet }>,
  description: string,
) {
  return t.field({
    type: FleetRef,
    description,
    async resolve({ fleet }, _args, { services }) {
      if (!fleet) return null;
      return (await services.of(fleet).appstream.fleetByName(fleet.name)) ?? fleet.answered ?? null;
    },
  });
}

mutation('createFleet', {
  description:
    'Creates a stopped fleet. A multi-session fleet needs `maxSessionsPerInstance` and `computeCapacity.desiredSessions`.',
  tag: 'appstream',
  calls: 2,
  needs: 'fleets:write',
  input: newFleetInput,
  scopes: selectedLocations,
  async run({ region, accountId, ...members }, { services }) {
    const { appstream, location } = await services.select({ region, accountId });
    return { fleet: { location, name: members.name, answered: await appstream.createFleet(toAwsNames(members)) } };
  },
  payload: (t) => ({ fleet: changedFleet(t, 'New fleet.') }),
});

mutation('updateFleet', {
  description:
    'Updates the given members of a fleet; absent and null members keep their values. A running fleet allows changes of display name, capacity, image and timeouts only; a running ELASTIC fleet of display name, concurrent sessions, session scripts, USB device filters and timeouts. A fleet that starts or stops cannot be changed.',
  tag: 'appstream',
  calls: 3,
  needs: 'fleets:write',
  input: fleetChangeInput,
  scopes: selectedLocations,
  async run({ region, accountId, ...members }, { services }) {
    const { appstream, location } = await services.select({ region, accountId });
    return { fleet: { location, name: members.name, answered: await appstream.updateFleet(toAwsNames(members)) } };
  },
  payload: (t) => ({ fleet: changedFleet(t, 'Fleet after the change.') }),
});

/** Declares a mutation that starts or stops a fleet by name. */
function stateMutation(
  name: string,
  description: string,
  nextState: string,
  change: (appstream: AppStream, fleetName: string) => Promise<void>,
): void {
  mutation(name, {
    description,
    tag: 'appstream',
    calls: 2,
    needs: 'fleets:write',
    input: namedFleetInput,
    scopes: selectedLocations,
    async run({ name: fleetName, ...selection }, { services }) {
      const { appstream, location } = await services.select(selection);
      await change(appstream, fleetName);
      return { fleet: { location, name: fleetName } };
    },
    payload: (t) => ({ fleet: changedFleet(t, `Fleet after the change, usually \`${nextState}\`.`) }),
  });
}

stateMutation(
  'startFleet',
  'Starts a stopped fleet, which takes sessions once it is `RUNNING`.',
  'STARTING',
  (appstream, fleetName) => appstream.startFleet(fleetName),
);

stateMutation(
  'stopFleet',
  'Stops a running fleet and terminates its sessions. Does nothing to a stopped fleet.',
  'STOPPING',
  (appstream, fleetName) => appstream.stopFleet(fleetName),
);

mutation('deleteFleet', {
  description: 'Deletes a fleet, which must be stopped and associated with no stack: see `disassociateFleet`.',
  tag: 'appstream',
  calls: 1,
  needs: 'fleets:write',
  input: namedFleetInput,
  scopes: selectedLocations,
  async run({ name, ...selection }, { services }) {
    const { appstream } = await services.select(selection);
    await appstream.deleteFleet(name);
    return { deletedFleetName: name };
  },
  payload: (t) => ({
    deletedFleetName: t.string({
      description: 'Name of the deleted fleet.',
      resolve: ({ deletedFleetName }) => deletedFleetName,
    }),
  }),
});
