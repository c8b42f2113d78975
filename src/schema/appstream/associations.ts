import type { AwsLocation } from '../../aws/location.ts';
import type { AppStream } from '../../services/appstream/appstream.ts';
import type { SchemaTypes } from '../builder/builder.ts';
import { selectedLocations, selectionInput } from '../locations/selection-args.ts';
import { mutation } from '../mutations/mutation.ts';
import { FleetRef } from './fleet.ts';
import { StackRef } from './stack.ts';

/** Keys to reload a fleet and a stack after a change of their association. */
interface Association {
  readonly location: AwsLocation;
  readonly fleetName: string;
  readonly stackName: string;
}

type Fields = PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, { readonly association?: Association }>;

function associationMutation(
  name: string,
  description: string,
  change: (appstream: AppStream, fleetName: string, stackName: string) => Promise<void>,
): void {
  mutation(name, {
    description,
    tag: 'appstream',
    calls: 3,
    needs: 'fleets:write',
    input: (t) => ({
      fleetName: t.string({ required: true, description: 'Name of the fleet.' }),
      stackName: t.string({ required: true, description: 'Name of the stack.' }),
      ...selectionInput(t),
    }),
    scopes: selectedLocations,
    async run({ fleetName, stackName, ...selection }, { services }) {
      const { appstream, location } = await services.select(selection);
      await change(appstream, fleetName, stackName);
      return { association: { location, fleetName, stackName } };
    },
    payload: (t: Fields) => ({
      fleet: t.field({
        type: FleetRef,
        description: 'Fleet after the change.',
        resolve: ({ association }, _args, { services }) =>
          association ? services.of(association).appstream.fleetByName(association.fleetName) : null,
      }),
      stack: t.field({
        type: StackRef,
        description: 'Stack after the change.',
        resolve: ({ association }, _args, { services }) =>
          association ? services.of(association).appstream.stackByName(association.stackName) : null,
      }),
    }),
  });
}

associationMutation(
  'associateFleet',
  'Associates a fleet with a stack: users of the stack get sessions on the fleet. Idempotent.',
  (appstream, fleetName, stackName) => appstream.associateFleet(fleetName, stackName),
);

associationMutation(
  'disassociateFleet',
  'Removes the association of a fleet with a stack. AWS rejects it while the stack has sessions on the fleet.',
  (appstream, fleetName, stackName) => appstream.disassociateFleet(fleetName, stackName),
);
