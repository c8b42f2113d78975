import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { type ExecutionArgs, getOperationAST, Kind, type OperationDefinitionNode, visit } from 'graphql';
import type { SharedSource } from '../../live/broadcaster/shared-source.ts';
import type { RequestContext } from '../context/request-context.ts';
import { viewKey } from '../context/view-key.ts';
import type { ExecuteEvent } from './execute-event.ts';
import { type StreamGroup, streamGroup } from './stream-group.ts';
import { iterableSource, type StreamSource } from './stream-source.ts';

export interface SharedStreamsOptions {
  readonly executeEvent: ExecuteEvent;
  /** Longest time between two events of a shared source. Milliseconds; 15 s by default. */
  readonly bookmarkMs?: number;
}

const BOOKMARK_MS = 15_000;

/**
 * Makes the sources of subscriptions. Subscribers with the same document, variables and view of the data share executions and
 * serialised results: a thousand dashboards cost what one does. `after`, at which they begin, may differ.
 */
export function sharedStreams({ executeEvent, bookmarkMs = BOOKMARK_MS }: SharedStreamsOptions) {
  const groups = new Map<string, StreamGroup>();
  const mark = randomUUID();

  function groupOf(source: SharedSource, args: ExecutionArgs): StreamGroup {
    const key = keyOf(args);
    const known = groups.get(key);
    if (known) return known;
    // Executions then run in the context of the first subscriber's request, whichever wakes the group.
    const inContext = AsyncLocalStorage.snapshot();
    const group = streamGroup(source, {
      execute: (event) => inContext(executeEvent, args, event),
      mark,
      onEmpty: () => void groups.delete(key),
      bookmarkMs,
    });
    groups.set(key, group);
    return group;
  }

  return (events: AsyncIterable<unknown>, args: ExecutionArgs): StreamSource => {
    if (!isShared(events)) return iterableSource(events, (event) => executeEvent(args, event));
    return { attach: (outlet) => groupOf(events, args).join(events, outlet), cancel() {} };
  };
}

function isShared(events: AsyncIterable<unknown>): events is SharedSource {
  return 'open' in events && 'startText' in events;
}

function keyOf({ document, operationName, variableValues, contextValue }: ExecutionArgs): string {
  const { [startVariable(document, operationName) ?? '']: _start, ...variables } = variableValues ?? {};
  return JSON.stringify([
    document.loc?.source.body,
    operationName,
    Object.entries(variables).sort(([one], [other]) => (one < other ? -1 : 1)),
    ...viewKey(contextValue as RequestContext),
  ]);
}

const starts = new WeakMap<OperationDefinitionNode, string | null>();

/** Returns the variable that is `after` of the root field and used nowhere else: results do not depend on it. */
function startVariable(document: ExecutionArgs['document'], operationName: ExecutionArgs['operationName']) {
  const operation = getOperationAST(document, operationName);
  if (!operation) return null;
  const known = starts.get(operation);
  if (known !== undefined) return known;
  const [root] = operation.selectionSet.selections;
  const after = root?.kind === Kind.FIELD ? root.arguments?.find(({ name }) => name.value === 'after') : undefined;
  const name = after?.value.kind === Kind.VARIABLE ? after.value.name.value : null;
  const start = name !== null && usesOf(document, name) === 2 ? name : null;
  starts.set(operation, start);
  return start;
}

/** Counts the places of a variable, its definition included. */
function usesOf(document: ExecutionArgs['document'], name: string): number {
  let count = 0;
  visit(document, {
    Variable(node) {
      if (node.name.value === name) count += 1;
    },
  });
  return count;
}
