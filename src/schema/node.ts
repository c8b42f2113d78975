import { brandWithType } from '@pothos/core';
import type { Scope } from '../aws/scope.ts';
import { GatewayError } from '../errors.ts';
import type { ScopedServices } from '../services/services.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { decodeId, invalidId } from './node-id.ts';

/** The parts of a key behind account and region: strings, or null for what AWS left out. */
export type KeyParts = readonly (string | null)[];

/** Finds the thing that a key names; null where it is gone. */
export type LoadNode = (services: ScopedServices, parts: KeyParts) => Promise<object | null>;

interface NodeLoader {
  readonly partCount: number;
  readonly load: LoadNode;
}

/** What is in no account and region: its key is its parts alone. */
type LoadEverywhere = (parts: KeyParts) => object;
const everywhere = new Map<string, LoadEverywhere>();

const loaders = new Map<string, NodeLoader>();

/** Ids asked for at once; more is a dump of the account, which the connections are for. */
const MAX_IDS = 200;

/** What a thing is found again by: its scope, then whatever AWS needs. */
export function nodeKey(scope: Scope, ...parts: readonly (string | null | undefined)[]): string {
  return JSON.stringify([scope.accountId, scope.region, ...parts.map((part) => part ?? null)]);
}

/** A part that every key of the type has: a key without it was not made by `nodeKey`. */
export function required(part: string | null | undefined): string {
  if (!part) throw invalidId();
  return part;
}

/** Says how `node` finds things of a type. `partCount` is how many parts its `nodeKey` has behind the scope. */
export function loadNodesOf(ref: { name: string }, partCount: number, load: LoadNode): void {
  loaders.set(ref.name, { partCount, load });
}

/** Says what `node` gives for a thing that lives in no account and region. Its key has one part. */
export function loadNodesEverywhere(ref: { name: string }, load: LoadEverywhere): void {
  everywhere.set(ref.name, load);
}

builder.queryFields((t) => ({
  node: t.field({
    description: 'Anything by its `id`; null when it no longer exists.',
    type: builder.nodeInterfaceRef(),
    args: { id: t.arg.id({ required: true, description: 'An `id` that this gateway gave.' }) },
    resolve: (_root, { id }, context) => loadNode(id, context),
  }),
  nodes: t.field({
    description: `Several things by their \`id\`, in that order, ${MAX_IDS} at most; null where one no longer exists.`,
    type: [builder.nodeInterfaceRef()],
    nullable: { list: false, items: true },
    args: { ids: t.arg.idList({ required: true, description: 'Each an `id` that this gateway gave.' }) },
    resolve(_root, { ids }, context) {
      if (ids.length > MAX_IDS) {
        throw new GatewayError('BAD_USER_INPUT', `\`ids\` has ${ids.length} entries; it may have ${MAX_IDS}.`);
      }
      // A promise each: an id that fails is null and an error of its own, and leaves the others alone.
      return ids.map((id) => loadNode(id, context));
    },
  }),
}));

/** What an id names, once taken apart. */
export interface NodeName {
  readonly typename: string;
  readonly scope: Scope;
  /** As many as its type has. */
  readonly parts: KeyParts;
}

/** @throws GatewayError INVALID_ID for what `nodeKey` cannot have made of anything */
export function parseNodeId(id: string): NodeName {
  const { typename, id: key } = decodeId(id);
  const [accountId, region, ...parts] = parseKey(key);
  if (!accountId || !region || parts.length !== loaders.get(typename)?.partCount) throw invalidId();
  return { typename, scope: { accountId, region }, parts };
}

async function loadNode(id: string, { services }: Context): Promise<object | null> {
  const anywhere = fromEverywhere(id);
  if (anywhere) return anywhere;
  const { typename, scope, parts } = parseNodeId(id);
  const scoped = await services.find(scope);
  const node = await (scoped && loaders.get(typename)?.load(scoped, parts).catch(refuseAsId));
  return node ? branded(node, typename) : null;
}

/** A thing that lives in no account and region; null where the id is none of such a thing. */
function fromEverywhere(id: string): object | null {
  const { typename, id: key } = decodeId(id);
  const load = everywhere.get(typename);
  return load ? branded(load(parseKey(key)), typename) : null;
}

function branded(node: object, typename: string): object {
  brandWithType(node, typename as never);
  return node;
}

/** What AWS could never have named is not its client's bad input but no id of ours: nobody types a key. */
function refuseAsId(error: unknown): never {
  if (error instanceof GatewayError && error.code === 'BAD_USER_INPUT') throw invalidId();
  throw error;
}

function parseKey(key: string): KeyParts {
  const parts: unknown = safeParse(key);
  const isKey = Array.isArray(parts) && parts.every((part) => part === null || typeof part === 'string');
  // A thing has one id: the same key with other spaces or escapes is none of ours.
  if (!isKey || JSON.stringify(parts) !== key) throw invalidId();
  return parts;
}

function safeParse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
