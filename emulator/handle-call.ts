import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { CallRecord } from './call-record.ts';
import type { CallState } from './call-state.ts';
import { checkCaller } from './check-caller.ts';
import { createFaults, type Fault } from './faults/faults.ts';
import { createOperationRunner } from './run-operation.ts';
import { ServiceError } from './service-error.ts';
import { type Target, targetOf } from './services.ts';
import { ownerOf } from './sts/credentials.ts';
import type { Answer } from './wire/answer.ts';
import { jsonAnswer, jsonError } from './wire/json-1.1.ts';
import { queryAnswer, queryError, toQueryError } from './wire/query.ts';
import { readSignature } from './wire/signature.ts';
import type { WireRequest } from './wire/sigv4.ts';

/** AWS's answer, and the fault to inject while sending it. */
export interface Handled {
  readonly answer: Answer;
  readonly fault: Fault | undefined;
}

/** The progress of one call: filled in as far as it gets, and read when it fails. */
interface Progress {
  target?: Target;
  fault?: Fault | undefined;
  record?: CallRecord;
}

export function createCallHandler(state: CallState): (request: WireRequest) => Handled {
  const runner = createOperationRunner(state);
  const faults = createFaults();

  /** @throws ServiceError as AWS would answer, or as the matching fault demands */
  function handle(request: WireRequest, progress: Progress, now: number): Record<string, unknown> {
    const { headers, body } = request;
    const target = targetOf({ target: header(headers, 'x-amz-target'), contentType: headers['content-type'] }, body);
    progress.target = target;
    const signature = readSignature(headers);
    const { accessKeyId } = signature;
    const owner = ownerOf(accessKeyId, state.accountId);
    const location = state.world.location(owner.accountId, signature.region);
    const { accountId, region } = location;
    const { service, name: operation } = target;
    const input = target.readInput();
    const record: CallRecord = { service, operation, accountId, region, input, at: now, outcome: 'ok' };
    progress.record = record;
    state.calls.push(record);

    const fault = faults.match(state.faults, { ...record });
    progress.fault = fault;
    if (fault) record.outcome = fault.kind;
    if (fault?.kind === 'error') throw injectedError(fault);
    checkCaller(request, signature, { service, owner, now });
    return runner.run(target, { input, location, now, accessKeyId });
  }

  return (request) => {
    const now = state.clock.now();
    runner.step(now);
    const requestId = randomUUID();
    const progress: Progress = {};
    try {
      const output = handle(request, progress, now);
      const { target, fault } = progress;
      const answer =
        target?.service === 'sts' ? queryAnswer(requestId, target.name, output) : jsonAnswer(requestId, output);
      return { answer, fault };
    } catch (error) {
      return { answer: errorAnswer(error, requestId, progress), fault: progress.fault };
    }
  };
}

/** Translates an error to the wire and records its code. An injected error is sent exactly as the fault defines it. */
function errorAnswer(thrown: unknown, requestId: string, { target, fault, record }: Progress): Answer {
  const isQuery = target?.service === 'sts';
  const internal = thrown instanceof ServiceError ? thrown : new ServiceError('InternalFailure', String(thrown), 500);
  const error = isQuery && fault?.kind !== 'error' ? toQueryError(internal) : internal;
  if (record) record.outcome = error.code;
  return isQuery ? queryError(requestId, error) : jsonError(requestId, error);
}

/** Without a code the fault is a 500; with one it is a client error, unless the fault names another status. */
function injectedError({ code, message = 'Injected', status }: Fault): ServiceError {
  return code === undefined
    ? new ServiceError('InternalFailure', message, status ?? 500)
    : new ServiceError(code, message, status);
}

function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
