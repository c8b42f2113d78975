import type { YogaServerOptions } from 'graphql-yoga';
import type { RequestContext, ServerContext } from '../context/request-context.ts';
import type { PersistedOperations } from '../documents/persisted-manifest.ts';
import type { Readiness } from '../http/readiness.ts';
import type { Limits } from '../limits/limits.ts';
import type { RequestHooks } from '../observability/lifecycle-hooks.ts';
import type { RequestLog } from '../observability/request-log.ts';
import { useAcceptable } from './use-acceptable.ts';
import { useAnswerBounds } from './use-answer-bounds.ts';
import { useGraphiql } from './use-graphiql.ts';
import { useJsonBody } from './use-json-body.ts';
import { useLifecycleHooks } from './use-lifecycle-hooks.ts';
import { useLimits } from './use-limits.ts';
import { useNoPersistedOperations } from './use-no-persisted-operations.ts';
import { useOperationCheck } from './use-operation-check.ts';
import { usePersistedOperations } from './use-persisted-operations.ts';
import { usePreparedExecution } from './use-prepared-execution.ts';
import { useReadiness } from './use-readiness.ts';
import { useRequestLog } from './use-request-log.ts';
import { useSameOrigin } from './use-same-origin.ts';
import { useSharedExecution } from './use-shared-execution.ts';
import { type SourceOf, useStreams } from './use-streams.ts';
import { useSubgraph } from './use-subgraph.ts';
import { useUpstreamTrace } from './use-upstream-trace.ts';
import { useValidationCodes } from './use-validation-codes.ts';

/** Type of the plugins of `createYoga`. */
export type YogaPlugin = NonNullable<YogaServerOptions<ServerContext, RequestContext>['plugins']>[number];

export interface PluginOptions {
  readonly readiness: Readiness;
  readonly limits: Limits;
  readonly persistedOperations: PersistedOperations | undefined;
  /** True if every answer has `extensions.upstream`, false if only those whose request asks for it. */
  readonly traceAlways: boolean;
  readonly requests: RequestLog;
  /** Makes the sources of subscriptions. */
  readonly sourceOf: SourceOf;
  readonly hooks: readonly RequestHooks[];
  /** Plugins besides the gateway's own. */
  readonly plugins: readonly YogaPlugin[];
}

/**
 * Lists Yoga's plugins in their order. Hooks run in this order, but a later `onExecute` wraps the execution of an earlier one:
 * prepared execution is innermost, then the bounds of the answer, the operation check, shared execution.
 */
export function gatewayPlugins(options: PluginOptions): YogaPlugin[] {
  const { readiness, limits, persistedOperations, traceAlways, requests, sourceOf, hooks, plugins } = options;
  return [
    useReadiness(readiness),
    ...(persistedOperations?.only ? [] : [useGraphiql()]),
    // After GraphiQL, which a browser accepts.
    useAcceptable(),
    useJsonBody(limits),
    useSubgraph(limits),
    usePreparedExecution(),
    // Wraps the execution of queries and of mutations, so that both are bounded.
    useAnswerBounds(limits),
    useOperationCheck(limits),
    // After the three above, so that identical queries share their work.
    useSharedExecution(hooks),
    useStreams(sourceOf, limits),
    useValidationCodes(),
    useUpstreamTrace(traceAlways),
    // Before the plugins that reject requests, so that rejected requests are logged too.
    useRequestLog(requests),
    useLifecycleHooks(hooks),
    ...plugins,
    useSameOrigin(),
    persistedOperations ? usePersistedOperations(persistedOperations) : useNoPersistedOperations(),
    // Last, because it checks the document that a persisted operation's id stands for.
    useLimits(limits),
  ];
}
