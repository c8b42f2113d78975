import type { Operations } from '../operation.ts';
import { associateFleet } from './associate-fleet.ts';
import { createFleet } from './create-fleet.ts';
import { deleteFleet } from './delete-fleet.ts';
import { describeFleets } from './describe-fleets.ts';
import { describeSessions } from './describe-sessions.ts';
import { describeStacks } from './describe-stacks.ts';
import { disassociateFleet } from './disassociate-fleet.ts';
import { drainSessionInstance } from './drain-session-instance.ts';
import { expireSession } from './expire-session.ts';
import { listAssociatedFleets } from './list-associated-fleets.ts';
import { listAssociatedStacks } from './list-associated-stacks.ts';
import { startFleet } from './start-fleet.ts';
import { stopFleet } from './stop-fleet.ts';
import { updateFleet } from './update-fleet.ts';

/** AppStream 2.0: `X-Amz-Target: PhotonAdminProxyService.<name>`. */
export const appstreamOperations: Operations = {
  DescribeFleets: describeFleets,
  DescribeStacks: describeStacks,
  DescribeSessions: describeSessions,
  ListAssociatedFleets: listAssociatedFleets,
  ListAssociatedStacks: listAssociatedStacks,
  CreateFleet: createFleet,
  UpdateFleet: updateFleet,
  StartFleet: startFleet,
  StopFleet: stopFleet,
  DeleteFleet: deleteFleet,
  AssociateFleet: associateFleet,
  DisassociateFleet: disassociateFleet,
  ExpireSession: expireSession,
  DrainSessionInstance: drainSessionInstance,
};
