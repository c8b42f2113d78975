import { printSchema } from 'graphql';
import './appstream/appstream.ts';
import './relay/node.ts';
import './ssm/ssm.ts';
import './workspaces/workspaces.ts';
import './workspaces-personal/workspaces-personal.ts';
import './sessions/sessions.ts';
import './sessions/terminate-sessions.ts';
import './sessions/user-fields.ts';
import './live/live-sessions.ts';
import './live/session-changes.ts';
import './live/session-counts.ts';
import './history/record-of-session.ts';
import './history/session-history.ts';
import './history/session-usage.ts';
import './history/erase-user.ts';
import { checkAccess } from './access/access-check.ts';
import { acceptNewerValues } from './builder/aws-enum.ts';
import { builder } from './builder/builder.ts';
import { meterLists } from './cost/value-meter.ts';
import { encodeIdsOnce } from './ids/known-ids.ts';

/** Schema of the public API. */
export const apiSchema = encodeIdsOnce(
  meterLists(acceptNewerValues(checkAccess(builder.toSchema({ sortSchema: true })))),
);

/** Prints the schema in a stable order, for `schema.graphql`. */
export function apiSdl(): string {
  return `${printSchema(apiSchema)}\n`;
}
