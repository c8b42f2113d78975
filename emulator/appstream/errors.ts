import { ServiceError } from '../service-error.ts';

/** Errors of AppStream, by the codes that its operations declare (F-24). Texts without a source are unverified. */

export const fleetNotFound = (name: string): ServiceError =>
  new ServiceError('ResourceNotFoundException', `Fleet ${name} does not exist`);

export const stackNotFound = (name: string): ServiceError =>
  new ServiceError('ResourceNotFoundException', `Stack ${name} does not exist`);

export const sessionNotFound = (id: string): ServiceError =>
  new ServiceError('ResourceNotFoundException', `Session ${id} does not exist`);

export const alreadyExists = (name: string): ServiceError =>
  new ServiceError('ResourceAlreadyExistsException', `Fleet ${name} already exists`);

export const inUse = (message: string): ServiceError => new ServiceError('ResourceInUseException', message);

export const notPermitted = (message: string): ServiceError =>
  new ServiceError('OperationNotPermittedException', message);

export const badCombination = (message: string): ServiceError =>
  new ServiceError('InvalidParameterCombinationException', message);

/** Documentation: "An API error occurred. Wait a few minutes and try again." */
export const changing = (name: string, state: string): ServiceError =>
  new ServiceError('ConcurrentModificationException', `Fleet ${name} is in the ${state} state. Try again later.`);

/** F-15: the lists declare no error for a token; ValidationException, common to all services, is unverified. */
export const invalidToken = (): ServiceError =>
  new ServiceError('ValidationException', 'The NextToken is invalid or has expired.');
