import { printSchema } from 'graphql';
import './appstream/drain-session-instance.ts';
import './appstream/associations.ts';
import './appstream/fleet.ts';
import './appstream/fleet-mutations.ts';
import './appstream/session.ts';
import './appstream/stack.ts';
import './node.ts';
import './sessions.ts';
import './ssm/managed-node.ts';
import './ssm/session.ts';
import './terminate-sessions.ts';
import './user-fields.ts';
import './workspaces/pool.ts';
import './workspaces/pool-mutations.ts';
import './workspaces/session.ts';
import { checkAccess } from './access-check.ts';
import { acceptNewerValues } from './aws-enum.ts';
import { builder } from './builder.ts';
import { encodeIdsOnce } from './known-ids.ts';
import { meterLists } from './value-meter.ts';

/** The API that clients see. */
export const apiSchema = encodeIdsOnce(
  meterLists(acceptNewerValues(checkAccess(builder.toSchema({ sortSchema: true })))),
);

/** The same as text, in a stable order: `schema.graphql`. */
export function apiSdl(): string {
  return `${printSchema(apiSchema)}\n`;
}
