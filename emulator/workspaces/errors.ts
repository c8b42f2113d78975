import { ServiceError } from '../service-error.ts';

/** Errors that WorkSpaces declares; the texts are unverified. */

export const poolNotFound = (id: string): ServiceError =>
  new ServiceError('ResourceNotFoundException', `The specified WorkSpaces Pool ${id} was not found.`);

export const sessionNotFound = (id: string): ServiceError =>
  new ServiceError('ResourceNotFoundException', `The specified session ${id} was not found.`);

/** F-15 */
export const invalidToken = (): ServiceError =>
  new ServiceError('InvalidParameterValuesException', 'The NextToken is invalid or has expired.');

export const badCombination = (message: string): ServiceError =>
  new ServiceError('InvalidParameterValuesException', message);

export const notSupported = (message: string): ServiceError =>
  new ServiceError('OperationNotSupportedException', message);

export const wrongState = (id: string, state: string): ServiceError =>
  new ServiceError('InvalidResourceStateException', `The WorkSpaces Pool ${id} is in the ${state} state.`);

export const inProgress = (id: string): ServiceError =>
  new ServiceError(
    'OperationInProgressException',
    `The WorkSpaces Pool ${id} is being modified. Try again in a moment.`,
  );
