import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { CallRecord } from './call-record.ts';
import { checkCaller } from './check-caller.ts';
import type { Fault } from './faults/faults.ts';
import { createFaults } from './faults/faults.ts';
import type { Throttle } from './faults/throttling.ts';
import { createThrottling } from './faults/throttling.ts';
import type { Call } from './operation.ts';
import { alterOutput } from './quirks/alter-output.ts';
import type { Quirks } from './quirks/quirks.ts';
import { ServiceError } from './service-error.ts';
import { type Target, targetOf } from './services.ts';
import { ownerOf } from './sts/credentials.ts';
import type { Answer } from './wire/answer.ts';
import { checkInput } from './wire/check-input.ts';
import type { InputTable } from './wire/constraints.ts';
import { cutPage } from './wire/cut-page.ts';
import { jsonAnswer, jsonError } from './wire/json-1.1.ts';
import { listOrders } from './wire/list-order.ts';
import { inQueryWords, queryAnswer, queryError } from './wire/query.ts';
import { readSignature } from './wire/signature.ts';
import type { WireRequest } from './wire/sigv4.ts';
import { createTokens } from './wire/tokens.ts';
import type { Clock } from './world/clock.ts';
import { createDelayedTerminations } from './world/delayed-terminations.ts';
import type { World } from './world/state.ts';

/** All that the calls of one emulator share. The lists are switches: whoever holds them may change them at any time. */
export interface CallState {
  readonly world: World;
  readonly clock: Clock;
  /** Of every access key that the emulator did not issue. */
  readonly accountId: string;
  readonly quirks: Quirks;
  readonly faults: Fault[];
  readonly throttles: Throttle[];
  readonly calls: CallRecord[];
}

/** The answer of AWS, and the fault that it is to be sent with. */
export interface Handled {
  readonly answer: Answer;
  readonly fault: Fault | undefined;
}

/** What one call asks, of whom and where. */
type Asked = Pick<Call, 'input' | 'location' | 'now' | 'accessKeyId'>;

/** Parameters that only size or continue a list: a token is bound to all others. */
const PAGING: readonly string[] = ['NextToken', 'Limit', 'MaxResults'];

export function createCallHandler(state: CallState): (request: WireRequest) => Handled {
  const tokens = createTokens();
  const orderOf = listOrders();
  const faults = createFaults();
  const throttling = createThrottling();
  const delayed = createDelayedTerminations();

  /** What AWS checks of a caller it knows, in the order in which it does: how often, what is asked, whether it can be done. */
  function run(target: Target, { input, location, now, accessKeyId }: Asked): Record<string, unknown> {
    const { quirks, world } = state;
    throttling.take(state.throttles, target.service, target.name, now);
    if (!target.operation) throw new ServiceError('UnknownOperationException', `${target.name} is not emulated.`);
    checkInput(input, target.operation.input);

    const parameters = Object.entries(input).filter(([name]) => !PAGING.includes(name));
    const tokenLength = Math.min(quirks.tokenLength, longestToken(target.operation.input));
    const request = JSON.stringify([
      target.service,
      target.name,
      location.accountId,
      location.region,
      parameters.sort(),
    ]);
    const output = target.operation.run({
      input,
      location,
      world,
      now,
      accessKeyId,
      quirks,
      terminateSession: (end) => delayed.add(end, now + quirks.terminationDelay, now),
      page: (items, page) =>
        cutPage(items, page, { request, order: orderOf(request), tokens, tokenLength, quirks, now }),
    });
    return alterOutput(output, quirks);
  }

  return (request) => {
    const { headers, body } = request;
    const now = state.clock.now();
    delayed.step(now);
    const requestId = randomUUID();
    let target: Target | undefined;
    let fault: Fault | undefined;
    let record: CallRecord | undefined;
    try {
      target = targetOf({ target: header(headers, 'x-amz-target'), contentType: headers['content-type'] }, body);
      const signature = readSignature(headers);
      const { accessKeyId } = signature;
      const owner = ownerOf(accessKeyId, state.accountId);
      const location = state.world.location(owner.accountId, signature.region);
      const input = target.readInput();
      const { accountId, region } = location;
      record = {
        service: target.service,
        operation: target.name,
        accountId,
        region,
        input,
        at: now,
        outcome: 'ok',
      };
      state.calls.push(record);

      fault = faults.match(state.faults, { ...record });
      if (fault) record.outcome = fault.kind;
      if (fault?.kind === 'error') throw injected(fault);
      checkCaller(request, signature, { service: target.service, owner, now });
      const output = run(target, { input, location, now, accessKeyId });
      const answer =
        target.service === 'sts' ? queryAnswer(requestId, target.name, output) : jsonAnswer(requestId, output);
      return { answer, fault };
    } catch (error) {
      const isQuery = target?.service === 'sts';
      const thrown = error instanceof ServiceError ? error : new ServiceError('InternalFailure', String(error), 500);
      // An injected error is sent as it was told.
      const refusal = isQuery && fault?.kind !== 'error' ? inQueryWords(thrown) : thrown;
      if (record) record.outcome = refusal.code;
      const answer = isQuery ? queryError(requestId, refusal) : jsonError(requestId, refusal);
      return { answer, fault };
    }
  };
}

/** A code of its own is a refusal, unless a status says more. */
function injected({ code, message = 'Injected', status }: Fault): ServiceError {
  return code === undefined
    ? new ServiceError('InternalFailure', message, status ?? 500)
    : new ServiceError(code, message, status);
}

/** A token that the operation itself would refuse is not given out. */
function longestToken({ NextToken }: InputTable): number {
  return (NextToken?.type === 'string' && NextToken.max) || Infinity;
}

function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
