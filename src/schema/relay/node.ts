import { brandWithType } from '@pothos/core';
import type { AwsLocation } from '../../aws/location.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { LocationServices } from '../../services/services.ts';
import { requireRead } from '../access/access.ts';
import { builder } from '../builder/builder.ts';
import type { Context } from '../builder/context.ts';
import { awsCalls, itemsOf } from '../cost/cost.ts';
import { decodeId, invalidId } from '../ids/node-id.ts';
import { isVisible } from './own-sessions.ts';

/** Parts of a key after account and region; null for a member that AWS left out. */
export type KeyParts = readonly (string | null)[];

/** Loads a node by the parts of its key; null if it no longer exists. */
export type LoadNode = (services: LocationServices, parts: KeyParts) => Promise<object | null>;

interface NodeLoader {
  readonly partCount: number;
  readonly load: LoadNode;
}

/** Loads a node without an AWS location, whose key has no account and region; null if it does not exist. */
type LoadEverywhere = (parts: KeyParts, context: Context) => object | null | Promise<object | null>;
const everywhere = new Map<string, LoadEverywhere>();

const loaders = new Map<string, NodeLoader>();

/** Most ids of one `nodes` field; connections list more. */
const MAX_IDS = 200;

/** Encodes the key of a node: its location and the parts that AWS needs to find it. */
export function nodeKey(location: AwsLocation, ...parts: readonly (string | null | undefined)[]): string {
  return JSON.stringify([location.accountId, location.region, ...parts.map((part) => part ?? null)]);
}

/** Returns a part that every key of the type has. @throws GatewayError INVALID_ID if it is absent */
export function required(part: string | null | undefined): string {
  if (!part) throw invalidId();
  return part;
}

/** Registers the loader of a type for `node`. `partCount` is the number of key parts after the location. */
export function loadNodesOf(ref: { name: string }, partCount: number, load: LoadNode): void {
  loaders.set(ref.name, { partCount, load });
}

/** Registers the loader of a type without an AWS location for `node`. Its key has one part. */
export function loadNodesEverywhere(ref: { name: string }, load: LoadEverywhere): void {
  everywhere.set(ref.name, load);
}

builder.queryFields((t) => ({
  node: t.field({
    description:
      'Finds an object by its `id`; null if it no longer exists. Needs the OAuth scope of the fields that show its type.',
    type: builder.nodeInterfaceRef(),
    ...awsCalls(1),
    args: { id: t.arg.id({ required: true, description: 'Id from this gateway.' }) },
    resolve: (_root, { id }, context) => loadNode(id, context),
  }),
  nodes: t.field({
    description:
      'Finds objects by their `id`, in the given order; null for one that no longer exists. Each needs the OAuth scope that `node` needs for it.',
    type: [builder.nodeInterfaceRef()],
    nullable: { list: false, items: true },
    complexity: ({ ids }) => ({ field: ids.length, multiplier: ids.length }),
    extensions: itemsOf<{ readonly ids: readonly string[] }>(({ ids }) => ids.length),
    args: { ids: t.arg.idList({ required: true, description: `Ids from this gateway, ${MAX_IDS} at most.` }) },
    resolve(_root, { ids }, context) {
      if (ids.length > MAX_IDS) {
        throw new GatewayError('BAD_USER_INPUT', `\`ids\` has ${ids.length} entries; it may have ${MAX_IDS}.`);
      }
      // A failing id is null with its own error, which is returned as a value, and does not affect the others.
      return Promise.all(ids.map((id) => loadNode(id, context).catch((error: Error) => error)));
    },
  }),
}));

/** Parsed id of a node. */
export interface NodeName {
  readonly typename: string;
  /** AWS location; null for a type without one, such as `User`. */
  readonly location: AwsLocation | null;
  /** Key parts: as many as the type has. */
  readonly parts: KeyParts;
}

/** Parses the id of a node. @throws GatewayError INVALID_ID for a key that `nodeKey` cannot have encoded */
export function parseNodeId(id: string): NodeName {
  const { typename, id: key } = decodeId(id);
  const parts = parseKey(key);
  if (parts.length === 1 && everywhere.has(typename)) return { typename, location: null, parts };
  const [accountId, region, ...rest] = parts;
  if (!accountId || !region || rest.length !== loaders.get(typename)?.partCount) throw invalidId();
  return { typename, location: { accountId, region }, parts: rest };
}

/** Loads a node by id; null if it is of another type. */
export async function loadNodeOf(typename: string, id: string, context: Context): Promise<object | null> {
  return parseNodeId(id).typename === typename ? loadNode(id, context) : null;
}

/**
 * Loads a node by id, once a request; null if it no longer exists, or is a session of another user and the caller is self-scoped.
 *
 * @throws GatewayError INVALID_ID; FORBIDDEN before any AWS call
 */
function loadNode(id: string, context: Context): Promise<object | null> {
  const loads = loadsOf.get(context) ?? new Map<string, Promise<object | null>>();
  loadsOf.set(context, loads);
  const load = loads.get(id) ?? findNode(id, context);
  loads.set(id, load);
  return load;
}

/** Loads by request: repeated ids are resolved once. */
const loadsOf = new WeakMap<Context, Map<string, Promise<object | null>>>();

async function findNode(id: string, context: Context): Promise<object | null> {
  const { typename, location, parts } = parseNodeId(id);
  requireRead(typename, context);
  const { services } = context;
  const node = location
    ? await loadFrom(await services.find(location), typename, parts).catch((error) => hideFromOwn(error, context))
    : await everywhere.get(typename)?.(parts, context);
  if (!node || !isVisible(typename, node, context)) return null;
  brandWithType(node, typename as never);
  return node;
}

async function loadFrom(services: LocationServices | null, typename: string, parts: KeyParts) {
  return services && loaders.get(typename)?.load(services, parts).catch(rejectAsId);
}

/** Hides INVALID_ID from self-scoped callers: it would reveal whether a session of another user exists. */
function hideFromOwn(error: unknown, { own }: Context): null {
  if (own && error instanceof GatewayError && error.code === 'INVALID_ID') return null;
  throw error;
}

/** Ids are opaque, so a key that violates AWS's naming rules is a forged id: INVALID_ID, not BAD_USER_INPUT. */
function rejectAsId(error: unknown): never {
  if (error instanceof GatewayError && error.code === 'BAD_USER_INPUT') throw invalidId();
  throw error;
}

function parseKey(key: string): KeyParts {
  const parts: unknown = safeParse(key);
  const isKey = Array.isArray(parts) && parts.every((part) => part === null || typeof part === 'string');
  // Each node has one id: the same key with other spaces or escapes is rejected.
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
