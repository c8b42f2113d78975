import { integer } from './integer.ts';

const ttl = <Name extends string>(kind: Name, fallback: string, what: string) => ({
  name: `GATEWAY_CACHE_${kind}_MS` as const,
  fallback,
  allowed: 'a whole number from 0 to 3600000',
  meaning: `TTL of cached answers of AWS about ${what}, in milliseconds. \`0\`: they are not cached.`,
  parser: integer(0, 3_600_000),
});

/** Variables of the cache of AWS's answers. */
export const CACHE = {
  keepSessionsMs: ttl('SESSIONS', '2000', 'sessions'),
  keepFleetsMs: ttl('FLEETS', '30000', 'fleets'),
  keepStacksMs: ttl('STACKS', '30000', 'stacks'),
  keepPoolsMs: ttl('POOLS', '30000', 'pools'),
  keepWorkspacesMs: ttl('WORKSPACES', '30000', 'personal WorkSpaces'),
  keepAssociationsMs: ttl('ASSOCIATIONS', '30000', 'associations of fleets and stacks'),
  keepNodesMs: ttl('NODES', '30000', 'managed nodes'),
  cacheBytes: {
    name: 'GATEWAY_CACHE_BYTES',
    fallback: '67108864',
    allowed: 'a whole number from 0 to 8589934592',
    meaning: "Most bytes of AWS's answers that are cached, as JSON. `0`: nothing is cached.",
    parser: integer(0, 8_589_934_592),
  },
} as const;

/** Cache kinds with a TTL of their own; each has a variable `GATEWAY_CACHE_…_MS`. */
export const CACHE_KINDS = ['sessions', 'fleets', 'stacks', 'pools', 'workspaces', 'associations', 'nodes'] as const;

/** Limits of the AWS pipeline's cache: TTLs in milliseconds by cache kind, and bytes. */
export function cacheLimits(config: { readonly [Key in keyof typeof CACHE]: number }) {
  const ttlMs: Record<(typeof CACHE_KINDS)[number], number> = {
    sessions: config.keepSessionsMs,
    fleets: config.keepFleetsMs,
    stacks: config.keepStacksMs,
    pools: config.keepPoolsMs,
    workspaces: config.keepWorkspacesMs,
    associations: config.keepAssociationsMs,
    nodes: config.keepNodesMs,
  };
  return { ttlMs, maxBytes: config.cacheBytes };
}
