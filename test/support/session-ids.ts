import type { AppStreamSession, PoolSession, SsmSession } from '../../emulator/world/state.ts';
import { nodeKey } from '../../src/schema/node.ts';
import { encodeId } from '../../src/schema/node-id.ts';
import { testAccountId, testRegion } from './world.ts';

/** The `id` that the gateway gives a thing of the emulated world, whether it is still there or not. */

const SCOPE = { accountId: testAccountId, region: testRegion };

export const appStreamId = (session: AppStreamSession, scope = SCOPE): string =>
  encodeId(
    'AppStreamSession',
    nodeKey(scope, session.StackName, session.FleetName, session.AuthenticationType, session.UserId, session.Id),
  );

export const ssmId = ({ SessionId }: Pick<SsmSession, 'SessionId'>, scope = SCOPE): string =>
  encodeId('SsmSession', nodeKey(scope, SessionId));

export const poolSessionId = ({ PoolId, UserId, SessionId }: PoolSession, scope = SCOPE): string =>
  encodeId('PoolSession', nodeKey(scope, PoolId, UserId, SessionId));
