import type { AwsLocation } from '../../aws/location.ts';
import type { Workspaces } from '../../services/workspaces/workspaces.ts';
import type { SchemaTypes } from '../builder/builder.ts';
import { selectedLocations, selectionInput } from '../locations/selection-args.ts';
import { mutation } from '../mutations/mutation.ts';
import { PoolRef } from './pool.ts';

/** Key to reload a pool after a change. */
interface ChangedPool {
  readonly location: AwsLocation;
  readonly poolId: string;
}

/** Declares the payload field that reloads the pool. */
function changedPool(
  t: PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, { readonly pool?: ChangedPool }>,
  description: string,
) {
  return t.field({
    type: PoolRef,
    description,
    resolve: ({ pool }, _args, { services }) => pool && services.of(pool).workspaces.poolById(pool.poolId),
  });
}

/** Declares a mutation that starts or stops a pool by id. */
function stateMutation(
  name: string,
  description: string,
  nextState: string,
  change: (workspaces: Workspaces, poolId: string) => Promise<void>,
): void {
  mutation(name, {
    description,
    tag: 'workspaces',
    calls: 3,
    needs: 'pools:write',
    input: (t) => ({
      poolId: t.string({ required: true, description: 'Id of the pool: `wspool-…`.' }),
      ...selectionInput(t),
    }),
    scopes: selectedLocations,
    async run({ poolId, ...selection }, { services }) {
      const { workspaces, location } = await services.select(selection);
      await change(workspaces, poolId);
      return { pool: { location, poolId } };
    },
    payload: (t) => ({ pool: changedPool(t, `Pool after the change, usually \`${nextState}\`.`) }),
  });
}

stateMutation(
  'startPool',
  'Starts a stopped WorkSpaces Pool, which takes sessions once it is `RUNNING`. Running mode `AUTO_STOP` only.',
  'STARTING',
  (workspaces, poolId) => workspaces.startPool(poolId),
);

stateMutation(
  'stopPool',
  'Stops a running WorkSpaces Pool and terminates its sessions. Running mode `AUTO_STOP` only.',
  'STOPPING',
  (workspaces, poolId) => workspaces.stopPool(poolId),
);
