import { describe, expect, test } from 'vitest';
import { translateError } from '../../src/aws/errors/translate-error.ts';
import { MutationError } from '../../src/services/mutation-error.ts';
import { translateMutationError } from '../../src/services/translate-mutation-error.ts';

const CALL = { service: 'workspaces', operation: 'StartWorkspacesPool', hadToken: false };
const SUBJECT = { name: 'pool `Ops`', field: ['input', 'poolId'] };

/** Translates an AWS error of this name, as it arrives at a service. */
function translated(name: string) {
  const error = Object.assign(new Error('arn:aws:iam::1:role/Secret'), { name, $metadata: { httpStatusCode: 400 } });
  return translateMutationError(translateError(error, CALL), SUBJECT);
}

test.each([
  ['InvalidResourceStateException', 'INVALID_STATE', SUBJECT.field],
  ['ResourceLimitExceededException', 'QUOTA_EXCEEDED', null],
  ['ResourceNotFoundException', 'NOT_FOUND', SUBJECT.field],
  ['OperationNotSupportedException', 'NOT_PERMITTED', SUBJECT.field],
  ['OperationInProgressException', 'CONCURRENT_MODIFICATION', SUBJECT.field],
  ['ConflictException', 'CONCURRENT_MODIFICATION', SUBJECT.field],
  ['InvalidParameterValuesException', 'INVALID_PARAMETER', null],
  ['EntitlementAlreadyExistsException', 'ALREADY_EXISTS', null],
  ['DoesNotExistException', 'NOT_FOUND', SUBJECT.field],
])('%s is %s', (name, code, field) => {
  const mutationError = translated(name);
  if (!(mutationError instanceof MutationError)) throw new Error('This is no MutationError.');
  expect(mutationError.userErrors).toEqual([{ code, message: expect.stringContaining('`Ops`'), field }]);
  expect(mutationError.message).not.toContain('Secret');
  expect(mutationError.cause).toMatchObject({ extensions: { operation: 'StartWorkspacesPool' } });
});

describe('Returns unchanged', () => {
  test.each(['AccessDeniedException', 'ThrottlingException', 'RequestLimitExceededException', 'constructor', 'Other'])(
    '%s',
    (name) => {
      expect(translated(name)).not.toBeInstanceOf(MutationError);
    },
  );

  test('an error that did not come from AWS', () => {
    const error = new Error('ours');
    expect(translateMutationError(error, SUBJECT)).toBe(error);
  });
});
