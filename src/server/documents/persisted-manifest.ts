import { readFileSync } from 'node:fs';
import type { GraphQLSchema } from 'graphql';
import { z } from 'zod';
import { type Config, cannotUse } from '../../config/config.ts';
import { boundedParse } from '../limits/bounded-parse.ts';
import { boundedValidation } from '../limits/bounded-validation.ts';
import type { Limits } from '../limits/limits.ts';

/** Operations that clients may send by id. */
export interface PersistedOperations {
  /** Documents by their ids. */
  readonly documents: ReadonlyMap<string, string>;
  /** True if other documents are rejected. */
  readonly only: boolean;
  /** Documents that are executed as texts all the same: those of the console. */
  readonly texts?: ReadonlySet<string>;
}

/** Relay's compiler writes `{ "<id>": "query …" }`. */
const relay = z.record(z.string(), z.string());

/** Apollo's `generate-persisted-query-manifest` writes this. */
const apollo = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string(), body: z.string() })),
});

/** @throws ConfigError for a manifest that cannot be read, or holds an operation that is invalid or above a limit */
export function readPersistedOperations(config: Config, schema: GraphQLSchema): PersistedOperations | undefined {
  const { persistedOperations: path, persistedOnly: only } = config;
  if (path === '') {
    if (only) throw cannotUse('persistedOnly', 'on', 'and GATEWAY_PERSISTED_OPERATIONS is not set');
    return undefined;
  }
  try {
    return { documents: readManifest(path, schema, config), only };
  } catch (error) {
    throw cannotUse('persistedOperations', path, (error as Error).message);
  }
}

/**
 * Reads the documents of a manifest by their ids. Each must be valid and within the limits, so that a deployed client is known to be served.
 *
 * @throws Error whose message is one line: the fault and the id of the operation
 */
export function readManifest(path: string, schema: GraphQLSchema, limits: Limits): ReadonlyMap<string, string> {
  const documents = parseManifest(readFileSync(path, 'utf8'));
  for (const [id, text] of documents) {
    const problem = problemOf(text, schema, limits);
    if (problem !== undefined) throw new Error(oneLine(`operation ${id}: ${problem}`));
  }
  return documents;
}

function parseManifest(text: string): ReadonlyMap<string, string> {
  const json: unknown = JSON.parse(text);
  const fromApollo = apollo.safeParse(json);
  if (fromApollo.success) return new Map(fromApollo.data.operations.map(({ id, body }) => [id, body]));
  const fromRelay = relay.safeParse(json);
  if (fromRelay.success) return new Map(Object.entries(fromRelay.data));
  throw new Error('it is neither a Relay nor an Apollo manifest');
}

function problemOf(text: string, schema: GraphQLSchema, limits: Limits): string | undefined {
  if (text.length > limits.maxDocumentLength) return `it has more than ${limits.maxDocumentLength} characters`;
  try {
    return boundedValidation(limits)(schema, boundedParse(text, limits))[0]?.message;
  } catch (error) {
    return (error as Error).message;
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
