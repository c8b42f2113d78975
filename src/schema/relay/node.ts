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

/** The parts of a key behind account and region: strings, or null for what AWS left out. */
export type KeyParts = readonly (string | null)[];

/** Finds the thing that a key names; null where it is gone. */
export type LoadNode = (services: LocationServices, parts: KeyParts) => Promise<object | null>;

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

/** What a thing is found again by: its location, then whatever AWS needs. */
export function nodeKey(location: AwsLocation, ...parts: readonly (string | null | undefined)[]): string {
  return JSON.stringify([location.accountId, location.region, ...parts.map((part) => part ?? null)]);
}

/** A part that every key of the type has: a key without it was not made by `nodeKey`. */
export function required(part: string | null | undefined): string {
  if (!part) throw invalidId();
  return part;
}

/** Says how `node` finds things of a type. `partCount` is how many parts its `nodeKey` has behind the location. */
export function loadNodesOf(ref: { name: string }, partCount: number, load: LoadNode): void {
  loaders.set(ref.name, { partCount, load });
}

/** Says what `node` gives for a thing that lives in no account and region. Its key has one part. */
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
      // An id that fails is null and an error of its own, and leaves the others alone. It is given as a value: compiled code
      // puts a promise that is rejected behind whatever else is in the list by then.
      return Promise.all(ids.map((id) => loadNode(id, context).catch((error: Error) => error)));
    },
  }),
}));

/** What an id names, once taken apart. */
export interface NodeName {
  readonly typename: string;
  /** Null for what lives in no account and region. */
  readonly location: AwsLocation | null;
  /** As many as its type has. */
  readonly parts: KeyParts;
}

/** @throws GatewayError INVALID_ID for what `nodeKey` cannot have made of anything */
export function parseNodeId(id: string): NodeName {
  const { typename, id: key } = decodeId(id);
  const parts = parseKey(key);
  if (parts.length === 1 && everywhere.has(typename)) return { typename, location: null, parts };
  const [accountId, region, ...rest] = parts;
  if (!accountId || !region || rest.length !== loaders.get(typename)?.partCount) throw invalidId();
  return { typename, location: { accountId, region }, parts: rest };
}

/** The thing of a type that an id names; null where it is of another type. */
export async function loadNodeOf(typename: string, id: string, context: Context): Promise<object | null> {
  return parseNodeId(id).typename === typename ? loadNode(id, context) : null;
}

/**
 * What an id names, for whoever may see it; null where it is gone, or is somebody else's session and the caller sees their own only.
 *
 * @throws GatewayError INVALID_ID; FORBIDDEN before anything is asked of AWS
 */
function loadNode(id: string, context: Context): Promise<object | null> {
  const loads = loadsOf.get(context) ?? new Map<string, Promise<object | null>>();
  loadsOf.set(context, loads);
  const load = loads.get(id) ?? findNode(id, context);
  loads.set(id, load);
  return load;
}

/** By request: an id that is given many times is resolved once. */
const loadsOf = new WeakMap<Context, Map<string, Promise<object | null>>>();

async function findNode(id: string, context: Context): Promise<object | null> {
  const { typename, location, parts } = parseNodeId(id);
  requireRead(typename, context);
  const { services } = context;
  const node = location
    ? await loadFrom(await services.find(location), typename, parts).catch((error) => hideFromOwn(error, context))
    : everywhere.get(typename)?.(parts);
  if (!node || !isVisible(typename, node, context)) return null;
  brandWithType(node, typename as never);
  return node;
}

async function loadFrom(services: LocationServices | null, typename: string, parts: KeyParts) {
  return services && loaders.get(typename)?.load(services, parts).catch(refuseAsId);
}

/** That an id is not of a session that is there is as little for who sees their own only as that it is gone. */
function hideFromOwn(error: unknown, { own }: Context): null {
  if (own && error instanceof GatewayError && error.code === 'INVALID_ID') return null;
  throw error;
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
