import { ServiceError } from '../service-error.ts';

export const invalidNextToken = (): ServiceError =>
  new ServiceError('InvalidNextToken', 'The specified token is not valid.');

export const invalidInstanceId = (id: string): ServiceError =>
  new ServiceError('InvalidInstanceId', `Instance Id ${id} doesn't match the format or doesn't exist.`);

/** F-16: not declared by the model; sent since 2026. */
export const notInValidState = (): ServiceError =>
  new ServiceError('ValidationException', 'Session is not in a valid state');
