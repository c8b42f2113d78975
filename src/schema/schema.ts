import { printSchema } from 'graphql';
import './appstream/appstream.ts';
import './node.ts';
import './ssm/ssm.ts';
import './workspaces/workspaces.ts';
import './sessions.ts';
import './terminate-sessions.ts';
import './user-fields.ts';
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
