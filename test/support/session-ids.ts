import type { AppStreamSession, PoolSession, SsmSession } from '../../emulator/world/state.ts';
import { encodeId } from '../../src/schema/ids/node-id.ts';
import { nodeKey } from '../../src/schema/relay/node.ts';
import { testAccountId, testRegion } from './world.ts';

/** The `id` that the gateway gives a thing of the emulated world, whether it is still there or not. */

const SCOPE = { accountId: testAccountId, region: testRegion };

export const appStreamId = (session: AppStreamSession, location = SCOPE): string =>
  encodeId(
    'AppStreamSession',
    nodeKey(location, session.StackName, session.FleetName, session.AuthenticationType, session.UserId, session.Id),
  );

export const ssmId = ({ SessionId }: Pick<SsmSession, 'SessionId'>, location = SCOPE): string =>
  encodeId('SsmSession', nodeKey(location, SessionId));

export const poolSessionId = ({ PoolId, UserId, SessionId }: PoolSession, location = SCOPE): string =>
  encodeId('PoolSession', nodeKey(location, PoolId, UserId, SessionId));
