import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CallRecord } from './call-record.ts';
import type { CallState } from './call-state.ts';
import { controlAnswer } from './control.ts';
import type { Fault } from './faults/faults.ts';
import { send } from './faults/send.ts';
import type { Throttle } from './faults/throttling.ts';
import { createCallHandler } from './handle-call.ts';
import { defaultQuirks, type Quirks } from './quirks/quirks.ts';
import { ServiceError } from './service-error.ts';
import { jsonError } from './wire/json-1.1.ts';
import { type Clock, systemClock } from './world/clock.ts';
import { defaultAccountId } from './world/seed.ts';
import type { World } from './world/state.ts';
import { createWorld } from './world/world.ts';

export interface EmulatorOptions {
  /** 0, the default, picks a free port. */
  readonly port?: number;
  readonly host?: string;
  readonly clock?: Clock;
  /** The account of every access key that the emulator did not issue; default 123456789012. */
  readonly accountId?: string;
  /** Default: an empty world. */
  readonly world?: World;
  /** Advances the world to the clock before each call; see `createSimulation`. Without it the world changes by calls only. */
  readonly simulation?: { step(): void };
  readonly quirks?: Partial<Quirks>;
}

/** A running emulator of AppStream, SSM, WorkSpaces and STS, for any number of accounts and regions. */
export interface Emulator {
  /** `http://127.0.0.1:4566` */
  readonly endpoint: string;
  readonly world: World;
  readonly clock: Clock;
  /** Mutable: a change applies from the next call on. */
  readonly quirks: Quirks;
  readonly faults: Fault[];
  readonly throttles: Throttle[];
  /** Received calls, oldest first; at least the last 50,000. */
  readonly calls: readonly CallRecord[];
  /** Counts received calls, optionally of one operation and service. */
  count(operation?: string, service?: CallRecord['service']): number;
  clearCalls(): void;
  clearFaults(): void;
  /** Stops listening and closes all connections, hanging ones too. */
  close(): Promise<void>;
}

const MAX_CALLS = 100_000;

export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, host = '127.0.0.1', simulation, clock = systemClock, world = createWorld() } = options;
  const state: CallState = {
    world,
    clock,
    accountId: options.accountId ?? defaultAccountId,
    quirks: { ...defaultQuirks, ...options.quirks },
    faults: [],
    throttles: [],
    calls: [],
  };
  const handleCall = createCallHandler(state);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request).catch(() => null);
    if (body === null) return; // The client closed the connection.
    const control = controlAnswer(state, request.method ?? 'GET', request.url ?? '/', body);
    if (control) return send(response, control, undefined, 0);
    simulation?.step();
    const { answer, fault } = handleCall({
      method: request.method ?? '',
      url: request.url ?? '/',
      headers: request.headers,
      body,
    });
    if (state.calls.length > MAX_CALLS) state.calls.splice(0, MAX_CALLS >> 1);
    return send(response, answer, fault, state.quirks.latency);
  }

  const server = createServer((request, response) => {
    // An internal error, or a fault that cannot be sent (a code with a line break), fails one call, not the process.
    serve(request, response).catch((error: unknown) => {
      const failure = new ServiceError('InternalFailure', String(error), 500);
      if (response.headersSent) response.destroy();
      else void send(response, jsonError(randomUUID(), failure), undefined, 0);
    });
  });
  // Longer than the idle timeout of the SDK's agents: closing a pooled connection would fail a call at random.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });

  return {
    ...state,
    endpoint: `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`,
    count: (operation, service) =>
      state.calls.filter(
        (call) => (operation ?? call.operation) === call.operation && (service ?? call.service) === call.service,
      ).length,
    clearCalls: () => void state.calls.splice(0),
    clearFaults: () => void state.faults.splice(0),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
