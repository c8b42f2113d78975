import process from 'node:process';
import { execute, parse } from 'graphql';
import { requestCalls } from '../../src/aws/request-calls.ts';
import { CACHE_KINDS } from '../../src/config/cache.ts';
import { parseConfig } from '../../src/config/config.ts';
import { createGateway } from '../../src/gateway.ts';
import { createLog } from '../../src/log/log.ts';
import { cursorCodec } from '../../src/paging/cursor-codec.ts';
import { UNRESTRICTED_CALLER } from '../../src/schema/access/access.ts';
import type { Context } from '../../src/schema/builder/context.ts';
import { apiSchema } from '../../src/schema/schema.ts';
import { audited } from '../../src/server/context/audit-log.ts';
import { createSessions } from '../../src/sessions/sessions.ts';

/** Sets the TTL of every cache kind to an hour: the servers answer from the cache. */
function environment(): Record<string, string> {
  const ttls = CACHE_KINDS.map((kind) => [`GATEWAY_CACHE_${kind.toUpperCase()}_MS`, '3600000']);
  return { GATEWAY_AWS: 'live', ...Object.fromEntries(ttls) };
}

/** Prepares the schema and services of the gateway, warm, for the other servers of the throughput scenario, and their answer. */
export async function prepared() {
  const silent = createLog('silent');
  const { services } = await createGateway(parseConfig(environment()), { log: silent, auditLog: silent, aws: {} });
  await services.ready(silent);
  const sessions = createSessions('');
  const cursors = cursorCodec();
  const makeContext = (): Context => {
    const calls = requestCalls(9_500);
    const mutations = audited(silent, silent, { enabled: false, calls, author: { caller: null, requestId: null } });
    return {
      deadline: calls,
      services: services.forRequest(calls),
      sessions,
      cursors,
      caller: UNRESTRICTED_CALLER,
      own: null,
      mutations,
      live: null,
      history: null,
      ownHistory: null,
      historyCursors: cursors,
    };
  };
  const document = parse(process.env.BENCH_QUERY ?? '{ __typename }');
  const answer = await execute({ schema: apiSchema, document, contextValue: makeContext() });
  return { schema: apiSchema, makeContext, answer };
}
