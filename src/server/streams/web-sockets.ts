import { type IncomingMessage, type RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type ExecutionArgs, type ExecutionResult, GraphQLError, parse } from 'graphql';
import { CloseCode, type Context, GRAPHQL_TRANSPORT_WS_PROTOCOL, handleProtocols, makeServer } from 'graphql-ws';
import type { GraphQLParams } from 'graphql-yoga';
import { WebSocketServer } from 'ws';
import { GatewayError } from '../../errors/gateway-error.ts';
import { addressOf, callerKey } from '../context/client-address.ts';
import { MAX_BODY_BYTES } from '../http/read-body.ts';
import { serialiseErrors, serialiseResult } from './serialise-result.ts';
import type { UpgradeListener } from './upgrade-listener.ts';
import { type WebSocketConnection, webSocketConnection } from './web-socket-connection.ts';
import { type ExecutedOperation, executeOperation, type OperationOptions } from './web-socket-operations.ts';
import { webSocketSink } from './web-socket-sink.ts';

export interface WebSocketOptions extends OperationOptions {
  readonly trustedProxies: number;
  /** Rejects requests to hosts that are not allowed, and calls the listener for the others. */
  readonly guard: (next: RequestListener) => RequestListener;
  /** Interval of pings. Milliseconds; 12 s by default. */
  readonly pingMs?: number;
}

const PING_MS = 12_000;
/** Longest id of a subscription, which is in every message. Characters. */
const MAX_ID = 128;
/** Operations of one connection; subscriptions have a lower limit per caller by default. */
const MAX_OPERATIONS = 100;
/** Stands for the document, which Yoga parses: graphql-ws only looks for the type of the operation. */
const DOCUMENT = parse('subscription { results }');

type Extra = { readonly connection: WebSocketConnection };
type Subscriptions = Context<Record<string, unknown> | undefined, Extra>;

/**
 * Serves `graphql-transport-ws` on the URL of the API. graphql-ws handles the protocol; operations are executed as over HTTP, and
 * the results of subscriptions are written by `webSocketSink`.
 *
 * @see https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
 */
export function webSockets(options: WebSocketOptions): UpgradeListener {
  const { authenticator, callers, streams, limits, trustedProxies, guard, pingMs = PING_MS } = options;
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_BODY_BYTES,
    handleProtocols: (protocols) => handleProtocols(protocols),
  });
  const protocol = makeServer<Record<string, unknown> | undefined, Extra>({
    onConnect: ({ connectionParams, extra }) => acknowledge(extra.connection, connectionParams),
    async onSubscribe(context, id, payload) {
      const rejection = excessOf(context, id);
      if (rejection) return [rejection];
      const executed = await executeOperation(context.extra.connection, payload as GraphQLParams, options);
      if (executed.run) return argsFor(subscriptionOf(executed, id, context));
      const { data, errors } = executed.result;
      return errors && data === undefined ? errors : argsFor(executed.result);
    },
    subscribe: ({ contextValue }) => (contextValue as Opened).open() as never,
    onNext: (_context, _id, _payload, _args, result) => JSON.parse(serialiseResult(result as ExecutionResult)),
    onError: (_context, _id, _payload, errors) => JSON.parse(serialiseErrors(errors).json),
  });

  /** Authenticates by `connectionParams`, else by the header of the handshake, which routers send. */
  async function acknowledge(connection: WebSocketConnection, params: unknown): Promise<boolean> {
    const { request, address } = connection;
    connection.authorization = authorizationIn(params) ?? request.headers.authorization;
    try {
      await authenticator.callerOf(connection.authorization);
      return true;
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      const isUnknown = error.code === 'UNAUTHENTICATED';
      // As over HTTP, a token that is rejected counts for its address.
      if (isUnknown) await Promise.resolve(callers.admit(callerKey(null, address))).catch(() => {});
      connection.close(isUnknown ? CloseCode.Forbidden : TRY_AGAIN_LATER, `${error.code}: ${error.message}`);
      return false;
    }
  }

  function open(request: IncomingMessage, socket: Socket, head: Buffer): void {
    server.handleUpgrade(request, socket, head, (webSocket) => {
      const address = addressOf(request, trustedProxies);
      const connection = webSocketConnection(webSocket, { request, socket, address, limits, pingMs });
      const closed = protocol.opened(
        {
          protocol: webSocket.protocol,
          send: async (message) => void connection.send(message),
          close: (code = CloseCode.InternalServerError, reason = '') => connection.close(code, reason),
          onMessage: connection.onMessage,
        },
        { connection },
      );
      const remove = streams.addConnection(connection);
      webSocket.once('close', (code, reason) => {
        remove();
        void closed(code, String(reason)).catch(() => {});
      });
    });
  }

  return (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const response = new ServerResponse(request);
    response.assignSocket(socket);
    response.once('finish', () => socket.destroySoon());
    const listener = guard(() => {
      const fault = faultOf(request);
      if (fault) return response.writeHead(fault.status, { connection: 'close' }).end(fault.message);
      response.detachSocket(socket);
      return open(request, socket, head);
    });
    listener(request, response);
  };
}

/** `Try Again Later` of RFC 6455's registry. */
const TRY_AGAIN_LATER = 1013;

/** Finds what is wrong with a handshake; pages of other sites can open a WebSocket, and no preflight request stops them. */
function faultOf({ url = '', headers }: IncomingMessage) {
  if (url.split('?')[0] !== '/graphql') return { status: 404, message: 'WebSockets are served at /graphql.' };
  const protocols = String(headers['sec-websocket-protocol'] ?? '');
  if (!handleProtocols(protocols))
    return { status: 400, message: `The subprotocol must be ${GRAPHQL_TRANSPORT_WS_PROTOCOL}.` };
  if (isForeignPage(headers)) return { status: 403, message: "Connections from another site's page are rejected." };
  return undefined;
}

function isForeignPage({ origin, host, 'sec-fetch-site': site }: IncomingMessage['headers']): boolean {
  if (site !== undefined) return !/^(?:same-origin|none)$/i.test(String(site));
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host?.toLowerCase();
}

/** Reads `authorization` as a header has it, or `token`, which Apollo Router sends, with or without `Bearer`. */
function authorizationIn(params: unknown): string | undefined {
  const { authorization, Authorization, token } = (params ?? {}) as Readonly<Record<string, unknown>>;
  const given = [authorization, Authorization, token].find((value) => typeof value === 'string' && value !== '');
  if (typeof given !== 'string') return undefined;
  return /^Bearer\s/i.test(given) ? given : `Bearer ${given}`;
}

function excessOf({ subscriptions }: Subscriptions, id: string): GraphQLError | undefined {
  const extensions = { code: 'RATE_LIMITED' };
  if (id.length > MAX_ID)
    return new GraphQLError(`An id has at most ${MAX_ID} characters.`, { extensions: { code: 'BAD_USER_INPUT' } });
  if (Object.keys(subscriptions).length > MAX_OPERATIONS)
    return new GraphQLError(`At most ${MAX_OPERATIONS} operations of a connection run at once.`, { extensions });
  return undefined;
}

/** Value that graphql-ws passes from `onSubscribe` to `subscribe`. */
interface Opened {
  open(): ExecutionResult | AsyncGenerator<never, void, void>;
}

function argsFor(opened: Opened | ExecutionResult): ExecutionArgs {
  const contextValue: Opened = 'open' in opened ? opened : { open: () => opened };
  return { document: DOCUMENT, contextValue, schema: undefined as never };
}

/** Runs a subscription as an iterator without values, which ends with it: graphql-ws then sends `complete`. */
function subscriptionOf(
  { run }: Extract<ExecutedOperation, { readonly run: object }>,
  id: string,
  { extra, subscriptions }: Subscriptions,
): Opened {
  return {
    open() {
      const ended = Promise.withResolvers<IteratorResult<never, void>>();
      const done = { done: true, value: undefined } as const;
      const { connection } = extra;
      // An operation that graphql-ws no longer knows gets no `complete` after its `error`.
      const sink = webSocketSink(connection, id, () => delete subscriptions[id]);
      const stream = run(sink);
      if (stream.isOver) ended.resolve(done);
      else stream.onEnd(() => ended.resolve(done));
      const results: AsyncGenerator<never, void, void> = {
        next: () => ended.promise,
        async return() {
          stream.cancel();
          return done;
        },
        async throw() {
          stream.cancel();
          return done;
        },
        [Symbol.asyncIterator]: () => results,
        async [Symbol.asyncDispose]() {
          stream.cancel();
        },
      };
      return results;
    },
  };
}
