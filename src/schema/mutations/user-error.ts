import type { UserError } from '../../services/mutation-error.ts';
import { builder } from '../builder/builder.ts';

export const GatewayUserErrorRef = builder.objectRef<UserError>('GatewayUserError').implement({
  description: 'Error of a mutation that the caller can fix. Nothing was changed.',
  fields: (t) => ({
    code: t.exposeString('code', {
      nullable: false,
      description: 'Machine-readable error code: `ALREADY_EXISTS`, `OUT_OF_RANGE`, `REQUIRED` and others.',
    }),
    message: t.exposeString('message', { nullable: false, description: 'Explanation of the error and its fix.' }),
    field: t.stringList({
      description:
        'Path of the invalid argument: `["input", "computeCapacity", "desiredSessions"]`; null if no single argument is at fault.',
      resolve: ({ field }) => field && [...field],
    }),
  }),
});
