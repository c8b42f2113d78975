import type { RequestListener } from 'node:http';
import { Writable } from 'node:stream';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import type { Habits } from '../../emulator/habits.ts';
import type { World } from '../../emulator/world/state.ts';
import { createDoor } from '../../src/aws/door.ts';
import { KINDS } from '../../src/aws/page-cache.ts';
import { createLog } from '../../src/log.ts';
import { createAuditLog } from '../../src/server/audit.ts';
import { type Readiness, readiness } from '../../src/server/readiness.ts';
import { createServer } from '../../src/server/server.ts';
import { createServices } from '../../src/services/services.ts';

/** A GraphQL answer, read as a test reads it: by names it knows to be there. */
export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: the shape of the data is what each test asserts
  readonly data: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

export interface TestGateway {
  readonly emulator: Emulator;
  readonly readiness: Readiness;
  /** The log's records so far. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /** The audit log's records so far. */
  readonly audit: readonly Readonly<Record<string, unknown>>[];
  query(document: string, variables?: Record<string, unknown>): Promise<Answer>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** For Node's server: what comes over a wire takes the fast lane where it can. */
  readonly handler: RequestListener;
  close(): Promise<void>;
}

export interface TestGatewayOptions {
  readonly world?: World;
  readonly habits?: Partial<Habits>;
  readonly deadlineMs?: number;
  readonly cursorSecret?: string;
  /** Milliseconds; by default a page is kept long enough for any test, as it is for a client that pages on at once. */
  readonly keepPagesMs?: number;
  /** Whether every answer says what it cost. */
  readonly traceAlways?: boolean;
  /** Whether anything may be changed; it may unless told otherwise. */
  readonly mutations?: boolean;
  /** Another endpoint than the emulator's, for an AWS that is not there. */
  readonly endpoint?: string;
}

/** The region and account that a world is built for, and that the gateway's credentials belong to. */
const REGION = 'eu-west-1';

/** The gateway and an emulated AWS behind it; the wire between them is real. */
export async function startGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const { world, habits, deadlineMs = 5_000, cursorSecret, keepPagesMs = 60_000, endpoint, traceAlways } = options;
  const { mutations = true } = options;
  const emulator = await startEmulator({ world, habits });
  const log: Record<string, unknown>[] = [];
  const audit: Record<string, unknown>[] = [];
  const services = createServices(
    {
      endpoint: endpoint ?? emulator.endpoint,
      region: REGION,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' },
    },
    createDoor({ keepMs: Object.fromEntries(KINDS.map((kind) => [kind, keepPagesMs])) as never, maxBytes: 1e8 }),
  );
  const ready = readiness();
  const server = createServer({
    services,
    log: createLog('debug', collect(log)),
    mutations,
    audit: createAuditLog(collect(audit)),
    readiness: ready,
    deadlineMs,
    cursorSecret,
    traceAlways,
  });

  return {
    emulator,
    readiness: ready,
    log,
    audit,
    async query(query, variables) {
      const response = await server.fetch('http://gateway/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as Answer;
    },
    fetch: async (path, init = {}) => server.fetch(new URL(path, 'http://gateway'), init),
    handler: server.handler,
    async close() {
      services.close();
      await emulator.close();
    },
  };
}

function collect(records: Record<string, unknown>[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      records.push(JSON.parse(String(chunk)) as Record<string, unknown>);
      done();
    },
  });
}
