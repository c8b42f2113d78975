import { describe, expect, test } from 'vitest';
import { translateError } from '../../src/aws/errors/translate-error.ts';
import { Refusal } from '../../src/services/refusal.ts';
import { translateRefusal } from '../../src/services/translate-refusal.ts';

const CALL = { service: 'workspaces', operation: 'StartWorkspacesPool', hadToken: false };
const SUBJECT = { name: 'pool `Ops`', field: ['input', 'poolId'] };

/** What AWS refuses with, as it arrives at a service. */
function refused(name: string) {
  const error = Object.assign(new Error('arn:aws:iam::1:role/Secret'), { name, $metadata: { httpStatusCode: 400 } });
  return translateRefusal(translateError(error, CALL), SUBJECT);
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
  const refusal = refused(name);
  if (!(refusal instanceof Refusal)) throw new Error('This is no refusal.');
  expect(refusal.userErrors).toEqual([{ code, message: expect.stringContaining('`Ops`'), field }]);
  expect(refusal.message).not.toContain('Secret');
  expect(refusal.cause).toMatchObject({ extensions: { operation: 'StartWorkspacesPool' } });
});

describe('No refusal, and left as it is, is', () => {
  test.each(['AccessDeniedException', 'ThrottlingException', 'RequestLimitExceededException', 'constructor', 'Other'])(
    '%s',
    (name) => {
      expect(refused(name)).not.toBeInstanceOf(Refusal);
    },
  );

  test('an error that did not come from AWS', () => {
    const error = new Error('ours');
    expect(translateRefusal(error, SUBJECT)).toBe(error);
  });
});
