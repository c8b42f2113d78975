import { appstreamOperations } from './appstream/operations.ts';
import type { CallRecord } from './call-record.ts';
import type { Operation, Operations } from './operation.ts';
import { ServiceError } from './service-error.ts';
import { ssmOperations } from './ssm/operations.ts';
import { stsOperations } from './sts/operations.ts';
import { parseJsonRequest } from './wire/json-1.1.ts';
import { parseQueryRequest } from './wire/query.ts';
import { workspacesOperations } from './workspaces/operations.ts';

export type ServiceName = CallRecord['service'];

/** Services of the JSON protocol by the first part of `X-Amz-Target`. */
const JSON_SERVICES: Readonly<Record<string, readonly [ServiceName, Operations]>> = {
  PhotonAdminProxyService: ['appstream', appstreamOperations],
  AmazonSSM: ['ssm', ssmOperations],
  WorkspacesService: ['workspaces', workspacesOperations],
};

/** The operation that a request names, not yet validated. */
export interface Target {
  readonly service: ServiceName;
  readonly name: string;
  /** Undefined when the service has no operation of that name. */
  readonly operation: Operation | undefined;
  /** @throws ServiceError SerializationException for a malformed body */
  readInput(): Record<string, unknown>;
}

/**
 * Finds the operation of a request: JSON services name it in a header, STS in the form.
 *
 * @throws ServiceError UnknownOperationException for an unknown service
 */
export function targetOf(headers: { target?: string; contentType?: string }, body: string): Target {
  if (headers.target === undefined && headers.contentType?.startsWith('application/x-www-form-urlencoded')) {
    const { action, input } = parseQueryRequest(body, ['DurationSeconds']);
    return { service: 'sts', name: action, operation: own(stsOperations, action), readInput: () => input };
  }
  const [prefix = '', name = ''] = (headers.target ?? '').split('.');
  const [service, operations] = own(JSON_SERVICES, prefix) ?? [];
  if (!service || !operations) throw new ServiceError('UnknownOperationException', 'The target is not known.');
  const readInput = () => parseJsonRequest(headers.contentType, body);
  return { service, name, operation: own(operations, name), readInput };
}

function own<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
