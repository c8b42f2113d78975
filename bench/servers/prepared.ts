import process from 'node:process';
import { execute, parse } from 'graphql';
import { environmentAccounts } from '../../src/aws/accounts/configured-locations.ts';
import { createPipeline } from '../../src/aws/pipeline/pipeline.ts';
import { requestCalls } from '../../src/aws/request-calls.ts';
import { CACHE_KINDS } from '../../src/config/cache.ts';
import { createLog } from '../../src/log/log.ts';
import { cursorCodec } from '../../src/paging/cursor-codec.ts';
import { UNRESTRICTED_CALLER } from '../../src/schema/access/access.ts';
import type { Context } from '../../src/schema/builder/context.ts';
import { apiSchema } from '../../src/schema/schema.ts';
import { audited } from '../../src/server/context/audit-log.ts';
import { createServices } from '../../src/services/services.ts';
import { PROVIDERS } from '../../src/sessions/providers.ts';
import { createSessions } from '../../src/sessions/sessions.ts';

/** What the servers of the throughput scenario share: our schema and services, warm, and the answer they all give. */
export async function prepared() {
  const ttlMs = Object.fromEntries(CACHE_KINDS.map((kind) => [kind, 3_600_000])) as Record<
    (typeof CACHE_KINDS)[number],
    number
  >;
  const services = createServices(
    PROVIDERS,
    {},
    await environmentAccounts({}),
    createPipeline({ ttlMs, maxBytes: 1e8 }),
  );
  await services.ready(createLog('silent'));
  const sessions = createSessions('');
  const cursors = cursorCodec();
  const silent = createLog('silent');
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
    };
  };
  const document = parse(process.env.BENCH_QUERY ?? '{ __typename }');
  const answer = await execute({ schema: apiSchema, document, contextValue: makeContext() });
  return { schema: apiSchema, makeContext, answer };
}
