import type { UserError } from '../services/refusal.ts';
import { builder } from './builder.ts';

export const GatewayUserErrorRef = builder.objectRef<UserError>('GatewayUserError').implement({
  description: 'Why a mutation changed nothing, where its caller can mend it.',
  fields: (t) => ({
    code: t.exposeString('code', {
      nullable: false,
      description: 'For programs: `ALREADY_EXISTS`, `OUT_OF_RANGE`, `REQUIRED` and others.',
    }),
    message: t.exposeString('message', { nullable: false, description: 'What is wrong, and what to do about it.' }),
    field: t.stringList({
      description:
        'Where in the arguments: `["input", "computeCapacity", "desiredSessions"]`; null where no one place is to blame.',
      resolve: ({ field }) => field && [...field],
    }),
  }),
});
