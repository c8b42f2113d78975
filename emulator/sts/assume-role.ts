import type { Operation } from '../operation.ts';
import { ServiceError } from '../service-error.ts';
import { issueAccessKey, secretOf, sessionTokenOf } from './credentials.ts';

/** F-40: "The default is 3600 seconds." */
const defaultDurationSeconds = 3600;
const ROLE = /^arn:aws[\w-]*:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/;

export const assumeRole: Operation = {
  input: {
    RoleArn: { type: 'string', required: true, min: 20, max: 2048 },
    RoleSessionName: { type: 'string', required: true, min: 2, max: 64, pattern: /[\w+=,.@-]*/ },
    DurationSeconds: { type: 'integer', min: 900, max: 43_200 },
    ExternalId: { type: 'string', min: 2, max: 1224, pattern: /[\w+=,.@:/-]*/ },
    SourceIdentity: { type: 'string', min: 2, max: 64, pattern: /[\w+=,.@-]*/ },
  },
  run({ input, now, world, location }) {
    const {
      RoleArn = '',
      RoleSessionName,
      ExternalId,
      DurationSeconds = defaultDurationSeconds,
    } = input as Record<string, string> & {
      DurationSeconds?: number;
    };
    const [, accountId, role] = ROLE.exec(RoleArn) ?? [];
    if (accountId === undefined) throw new ServiceError('ValidationException', `${RoleArn} is invalid`);
    const required = world.externalIds.get(RoleArn);
    // F-42
    if (required !== undefined && ExternalId !== required) {
      const caller = `arn:aws:iam::${location.accountId}:user/emulated`;
      throw new ServiceError(
        'AccessDenied',
        `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
        403,
      );
    }
    const Expiration = new Date(now + DurationSeconds * 1000);
    const AccessKeyId = issueAccessKey(accountId, Expiration);
    return {
      Credentials: {
        AccessKeyId,
        SecretAccessKey: secretOf(AccessKeyId),
        SessionToken: sessionTokenOf(AccessKeyId),
        Expiration,
      },
      AssumedRoleUser: {
        AssumedRoleId: `AROAEMULATED0000000000:${RoleSessionName}`,
        Arn: `arn:aws:sts::${accountId}:assumed-role/${role}/${RoleSessionName}`,
      },
    };
  },
};
