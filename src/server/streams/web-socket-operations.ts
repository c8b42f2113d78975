import type { ExecutionResult, GraphQLError } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import type { GatewayError } from '../../errors/gateway-error.ts';
import { currentRequest } from '../../log/current-request.ts';
import type { Caller } from '../../schema/access/access.ts';
import type { Authenticator } from '../authentication/authenticator.ts';
import { callerKey } from '../context/client-address.ts';
import { executeParams } from '../http/execute-params.ts';
import { fastPathRequest } from '../http/fast-path-request.ts';
import { requestTurn } from '../http/request-turn.ts';
import type { CallerLimits } from '../limits/caller-limits.ts';
import { newRequest, type RequestHooks } from '../observability/lifecycle-hooks.ts';
import { type HttpStreamsOptions, nameOf, streamSlot } from './http-streams.ts';
import { operationLifetime } from './operation-lifetime.ts';
import type { RunningStream } from './run-stream.ts';
import type { StreamSink } from './stream-sink.ts';
import type { StreamSource } from './stream-source.ts';
import type { WebSocketConnection } from './web-socket-connection.ts';

export interface OperationOptions extends Omit<HttpStreamsOptions, 'release'> {
  readonly callers: CallerLimits;
  readonly hooks: readonly RequestHooks[];
  readonly authenticator: Pick<Authenticator, 'callerOf'>;
}

/** An operation that was executed: its result, or the subscription that it opened. */
export type ExecutedOperation =
  | { readonly result: ExecutionResult; readonly run?: undefined }
  | { readonly run: (sink: StreamSink) => RunningStream };

/** Executes an operation of a WebSocket as one over HTTP: the same limits, plugins, log line and lifecycle hooks. Never rejects. */
export async function executeOperation(
  connection: WebSocketConnection,
  params: GraphQLParams,
  options: OperationOptions,
): Promise<ExecutedOperation> {
  const { yoga, requests, maskError, streams, callers, hooks, authenticator } = options;
  const { authorization, address, request } = connection;
  const { headers } = request;
  const current = { ...newRequest(headers), address };
  const ends = hooks.map((hook) => hook.requestStarted?.(current, request));
  const lifetime = operationLifetime(connection, (isGone) => {
    current.isGone = isGone;
    for (const end of ends) end?.(isGone ? null : 200);
  });
  return currentRequest.run(current, async () => {
    try {
      // The token may have expired since the handshake.
      const caller = await authenticator.callerOf(authorization);
      const key = callerKey(caller.name, address);
      Object.assign(current, { caller: caller.name, callerKey: key });
      await callers.admit(key, lifetime);
      return await execute(caller, key);
    } catch (error) {
      lifetime.end();
      if ((error as Partial<GatewayError>).code === 'UNAUTHENTICATED') connection.closeUnauthenticated();
      return { result: { errors: [maskError(error) as GraphQLError] } };
    }
  });

  async function execute(caller: Caller, key: string): Promise<ExecutedOperation> {
    const slot = streamSlot(() => streams.reserve(key));
    // A body that is posted, as far as plugins can see: GET would allow queries only.
    await requestTurn(params.query?.length ?? 0);
    const asRequest = fastPathRequest({ method: 'POST', url: '/graphql', headers }, lifetime.signal);
    const result = await executeParams(yoga, { caller, request: asRequest, params, stream: slot }, maskError);
    const { source } = slot;
    if (source && !lifetime.destroyed) return { run: (sink) => run(source, sink) };
    slot.release();
    source?.cancel();
    requests.process(asRequest, result);
    requests.finish(asRequest, 200);
    lifetime.end();
    return { result };

    function run(source: StreamSource, sink: StreamSink): RunningStream {
      callers.release(lifetime);
      const record = { requestId: current.requestId, operation: nameOf(params, slot), caller: caller.name, address };
      const stream = streams.run({ source, sink, authorization, record, release: slot.release });
      if (stream.isOver) lifetime.end();
      else stream.onEnd(lifetime.end);
      return stream;
    }
  }
}
