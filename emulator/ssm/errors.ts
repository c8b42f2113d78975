import { ServiceError } from '../service-error.ts';

export const invalidNextToken = (): ServiceError =>
  new ServiceError('InvalidNextToken', 'The specified token is not valid.');

export const invalidInstanceId = (id: string): ServiceError =>
  new ServiceError('InvalidInstanceId', `Instance Id ${id} doesn't match the format or doesn't exist.`);

/** Not declared by the model, and sent since about 2026-08 (ansible-collections/amazon.aws#3056). */
export const notInValidState = (): ServiceError =>
  new ServiceError('ValidationException', 'Session is not in a valid state');
