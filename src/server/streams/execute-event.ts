import { type ExecutionArgs, type ExecutionResult, type GraphQLError, getOperationAST } from 'graphql';
import type { Caller } from '../../schema/access/access.ts';
import type { RequestContext } from '../context/request-context.ts';
import { boundedExecution } from '../limits/bounded-execution.ts';
import type { Limits } from '../limits/limits.ts';
import type { RequestHooks } from '../observability/lifecycle-hooks.ts';
import { prepareOperations } from '../prepared/prepared-operations.ts';
import type { StreamObserver } from './run-stream.ts';
import { serialiseResult } from './serialise-result.ts';

export interface EventExecutionOptions {
  readonly limits: Pick<Limits, 'maxAnswerValues' | 'maxAnswerBytes'>;
  readonly hooks: readonly RequestHooks[];
  readonly maskError: (error: unknown) => Error;
  readonly observer?: Pick<StreamObserver, 'executed'> | undefined;
  /** Creates the context of one execution: loaders, deadline and AWS calls of its own. */
  readonly contextFor: (caller: Caller) => RequestContext;
}

/** Limits of the plans that are kept for events, in fields of some 500 bytes: those of a thousand documents of 50 fields. */
const PLAN_LIMITS = { ofOne: 2_000, ofAll: 50_000 };

/** Executes the operation of a subscription for one event, and serialises the result. Never rejects. */
export type ExecuteEvent = (args: ExecutionArgs, event: unknown) => Promise<string>;

/** Executes with a context per event, so that nothing is cached from one event to the next, and the deadline is that of one event. */
export function executeEvents({ limits, hooks, maskError, observer, contextFor }: EventExecutionOptions): ExecuteEvent {
  const bounded = boundedExecution(limits);
  const operations = prepareOperations(PLAN_LIMITS);
  return async (args, event) => {
    observer?.executed();
    const { caller } = args.contextValue as RequestContext;
    const contextValue = contextFor(caller);
    const operation = getOperationAST(args.document, args.operationName) ?? undefined;
    const ends = hooks.map((hook) => hook.executionStarted?.(operation, contextValue));
    const result = await bounded((own) => operations.execute(own), { ...args, contextValue, rootValue: event }).catch(
      (error: unknown): ExecutionResult => ({ data: null, errors: [error as GraphQLError] }),
    );
    for (const end of ends) end?.(result);
    const errors = result.errors?.map((error) => maskError(error) as GraphQLError);
    return serialiseResult(errors ? { ...result, errors } : result);
  };
}
