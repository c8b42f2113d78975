import type { Operation, Operations } from '../operation.ts';
import { assumeRole } from './assume-role.ts';

/** Needs no permission (F-43). */
const getCallerIdentity: Operation = {
  input: {},
  run({ location, accessKeyId }) {
    const { accountId } = location;
    const isRole = accessKeyId.startsWith('ASIA');
    return {
      UserId: accessKeyId,
      Account: accountId,
      Arn: isRole
        ? `arn:aws:sts::${accountId}:assumed-role/emulated/session`
        : `arn:aws:iam::${accountId}:user/emulated`,
    };
  },
};

/** Security Token Service, by the Query protocol: `Action=<name>`. */
export const stsOperations: Operations = {
  GetCallerIdentity: getCallerIdentity,
  AssumeRole: assumeRole,
};
