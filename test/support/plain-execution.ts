import { type DocumentNode, type ExecutionResult, execute, type GraphQLSchema } from 'graphql';
import { createLog } from '../../src/log/log.ts';
import { cursorCodec } from '../../src/paging/cursor-codec.ts';
import type { Caller } from '../../src/schema/access/access.ts';
import { contextFactory, type RequestContext } from '../../src/server/context/request-context.ts';
import { maskErrors } from '../../src/server/errors/mask-errors.ts';
import type { Services } from '../../src/services/services.ts';
import { createSessions } from '../../src/sessions/sessions.ts';

/** Arguments of plain graphql-js beside the schema. */
export interface PlainOptions {
  readonly services: Services;
  readonly cursorSecret: string;
}

/** Contexts as the server makes them, and errors masked as it does: graphql-js with nothing around it. */
export function plainExecution({ services, cursorSecret }: PlainOptions) {
  const log = createLog('silent');
  // A sealed cursor is another one each time.
  const cursors = { open: cursorCodec(cursorSecret), sealed: cursorCodec(cursorSecret) };
  const options = { services, deadlineMs: 60_000, mutations: true, audit: log, log };
  const toContext = contextFactory(options, createSessions('', services.identityDomainOf), cursors);
  const mask = maskErrors(log);
  const request = new Request('http://gateway/graphql', { method: 'POST' });

  return {
    contextOf: (caller: Caller): RequestContext => toContext({ request, caller } as never),
    async execute(
      schema: GraphQLSchema,
      document: DocumentNode,
      variableValues: Readonly<Record<string, unknown>>,
      caller: Caller,
      operationName?: string,
    ): Promise<ExecutionResult> {
      const contextValue = this.contextOf(caller);
      return await execute({ schema, document, variableValues, operationName, contextValue });
    },
    /** A result as a client sees it. */
    answerOf({ data, errors }: ExecutionResult) {
      return JSON.parse(JSON.stringify({ data, ...(errors && { errors: errors.map(mask) }) })) as PlainAnswer;
    },
  };
}

export interface PlainAnswer {
  readonly data: unknown;
  readonly errors?: readonly PlainError[];
}

interface PlainError {
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/**
 * Two answers are alike when this text is the same: with the order of keys, without the order of errors, and without what
 * is new each time. Of several errors that take one parent along, only the first is reported, which can be any of them. What fails before
 * anything is executed has no data or null.
 */
export function textOf({ data, errors }: PlainAnswer): string {
  const lines = errors?.map((error) => {
    if (hasLostParent(error, data)) return 'an error that took its parent along';
    const { http: _http, requestId: _id, reference: _reference, ...extensions } = error.extensions ?? {};
    return JSON.stringify({ ...error, extensions });
  });
  return JSON.stringify({ data: data ?? null, errors: lines && [...new Set(lines)].sort() });
}

/** A cursor: ranges or token, page, trail, items of the page before, hashes of the items shown, signature. */
const CURSOR = /"([\w-]+)\.\d+\.[\w~-]*\.-?\d+\.((?:[\w-]{8})*)\.[\w-]{16}"/g;

/**
 * An answer without what the cursors of the unified list say of the items that a filter left out. Several lists of one request
 * share a reading, whichever comes first is read alone, and each cursor counts what was read for it: all continue alike.
 */
export function withSharedCursors(text: string, document: string): string {
  const lists = document.match(/\b(?:sessions|user|_entities|nodes)\b/g)?.length ?? 0;
  if (lists < 2 || !/\bsessions\b/.test(document)) return text;
  return text.replaceAll(CURSOR, (_cursor, token: string, shown: string) => `"${token} behind ${shown.slice(-8)}"`);
}

function hasLostParent({ path = [] }: PlainError, data: unknown): boolean {
  let parent = data;
  for (const key of path.slice(0, -1)) parent = (parent as Record<string, unknown> | null)?.[key];
  return path.length > 0 && (parent ?? null) === null;
}
