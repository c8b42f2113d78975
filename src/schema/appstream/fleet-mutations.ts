import type { AwsLocation } from '../../aws/location.ts';
import type { AppStream } from '../../services/appstream/appstream.ts';
import type { Fleet } from '../../services/appstream/model.ts';
import { toAwsNames } from '../../services/aws-names.ts';
import type { SchemaTypes } from '../builder.ts';
import { mutation } from '../mutation.ts';
import { selectedLocations } from '../selection-args.ts';
import { FleetRef } from './fleet.ts';
import { fleetChangeInput, namedFleetInput, newFleetInput } from './fleet-input.ts';

/** A fleet that was changed: enough to read it again. */
interface ChangedFleet {
  readonly location: AwsLocation;
  readonly name: string;
  /** What AWS answered to the change itself, where it answers with the fleet. */
  readonly answered?: Fleet | null;
}

/** The fleet as a query would now find it. */
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
    'Makes a fleet, which is stopped at first. A multi-session fleet has `maxSessionsPerInstance` and `computeCapacity.desiredSessions`.',
  tag: 'appstream',
  calls: 2,
  needs: 'fleets:write',
  input: newFleetInput,
  scopes: selectedLocations,
  async run({ region, accountId, ...members }, { services }) {
    const { appstream, location } = await services.select({ region, accountId });
    return { fleet: { location, name: members.name, answered: await appstream.createFleet(toAwsNames(members)) } };
  },
  payload: (t) => ({ fleet: changedFleet(t, 'The new fleet.') }),
});

mutation('updateFleet', {
  description:
    'Changes what is given of a fleet; what is left out or null stays as it is. While it runs, only its display name, capacity, image and timeouts can be changed, of an ELASTIC fleet its display name, sessions, scripts, USB devices and timeouts; while it starts or stops, nothing.',
  tag: 'appstream',
  calls: 3,
  needs: 'fleets:write',
  input: fleetChangeInput,
  scopes: selectedLocations,
  async run({ region, accountId, ...members }, { services }) {
    const { appstream, location } = await services.select({ region, accountId });
    return { fleet: { location, name: members.name, answered: await appstream.updateFleet(toAwsNames(members)) } };
  },
  payload: (t) => ({ fleet: changedFleet(t, 'The fleet as it is now.') }),
});

/** A mutation that takes a fleet's name, and whose fleet is on its way to another state afterwards. */
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
    payload: (t) => ({ fleet: changedFleet(t, `The fleet as it is now, \`${nextState}\` as a rule.`) }),
  });
}

stateMutation(
  'startFleet',
  'Starts a stopped fleet: its instances are made ready, and it takes sessions once it is `RUNNING`.',
  'STARTING',
  (appstream, fleetName) => appstream.startFleet(fleetName),
);

stateMutation(
  'stopFleet',
  'Stops a running fleet and ends its sessions. One that is stopped stays so.',
  'STOPPING',
  (appstream, fleetName) => appstream.stopFleet(fleetName),
);

mutation('deleteFleet', {
  description: 'Deletes a fleet. It must be stopped, and on no stack: see `disassociateFleet`.',
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
      description: 'The name of the fleet that is no more.',
      resolve: ({ deletedFleetName }) => deletedFleetName,
    }),
  }),
});
