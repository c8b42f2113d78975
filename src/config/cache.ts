import { integer } from './integer.ts';
import type { Variable } from './variable.ts';

/**
 * Cache kinds with their default TTL in milliseconds, and what is cached. The defaults are the providers' `cacheTtlMs`, which
 * this module cannot import; the conformance suite of the providers compares them.
 */
const KINDS = {
  sessions: ['2000', 'sessions'],
  fleets: ['30000', 'fleets'],
  stacks: ['30000', 'stacks'],
  pools: ['30000', 'pools'],
  workspaces: ['30000', 'personal WorkSpaces'],
  associations: ['30000', 'associations of fleets and stacks'],
  nodes: ['30000', 'managed nodes'],
} as const;
type CacheKind = keyof typeof KINDS;

/** Cache kinds with a TTL of their own; each has a variable `GATEWAY_CACHE_…_MS`. */
export const CACHE_KINDS = Object.keys(KINDS) as readonly CacheKind[];

/** Name in `Config` of a kind's TTL: `cacheSessionsMs`. */
type TtlKey<Kind extends CacheKind> = `cache${Capitalize<Kind>}Ms`;

/** Returns the name in `Config` of a kind's TTL. */
export function ttlKey<Kind extends CacheKind>(kind: Kind): TtlKey<Kind> {
  return `cache${kind[0]?.toUpperCase()}${kind.slice(1)}Ms` as TtlKey<Kind>;
}

const TTLS = Object.fromEntries(
  CACHE_KINDS.map((kind) => {
    const [fallback, what] = KINDS[kind];
    const variable: Variable<number> = {
      name: `GATEWAY_CACHE_${kind.toUpperCase()}_MS`,
      fallback,
      allowed: 'a whole number from 0 to 3600000',
      meaning: `TTL of cached answers of AWS about ${what}, in milliseconds. \`0\`: they are not cached.`,
      parser: integer(0, 3_600_000),
    };
    return [ttlKey(kind), variable];
  }),
) as { readonly [Kind in CacheKind as TtlKey<Kind>]: Variable<number> };

/** Variables of the cache of AWS's answers. */
export const CACHE = {
  ...TTLS,
  cacheBytes: {
    name: 'GATEWAY_CACHE_BYTES',
    fallback: '67108864',
    allowed: 'a whole number from 0 to 8589934592',
    meaning: "Most bytes of AWS's answers that are cached, as JSON. `0`: nothing is cached.",
    parser: integer(0, 8_589_934_592),
  },
} as const;

/** Limits of the AWS pipeline's cache: TTLs in milliseconds by cache kind, and bytes. */
export function cacheLimits(config: { readonly [Key in keyof typeof CACHE]: number }) {
  const ttls = CACHE_KINDS.map((kind) => [kind, config[ttlKey(kind)]]);
  return { ttlMs: Object.fromEntries(ttls) as Record<CacheKind, number>, maxBytes: config.cacheBytes };
}
