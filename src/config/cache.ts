import { integer } from './integer.ts';

/** How long AWS's answers about one kind of thing are kept. */
const keep = <Name extends string>(kind: Name, fallback: string, what: string) => ({
  name: `GATEWAY_CACHE_${kind}_MS` as const,
  fallback,
  allowed: 'a whole number from 0 to 3600000',
  meaning: `How long AWS's answers about ${what} are kept, in milliseconds. \`0\`: not at all.`,
  parser: integer(0, 3_600_000),
});

/** The variables of what is kept of AWS's answers. */
export const CACHE = {
  keepSessionsMs: keep('SESSIONS', '2000', 'sessions'),
  keepFleetsMs: keep('FLEETS', '30000', 'fleets'),
  keepStacksMs: keep('STACKS', '30000', 'stacks'),
  keepPoolsMs: keep('POOLS', '30000', 'pools'),
  keepAssociationsMs: keep('ASSOCIATIONS', '30000', 'which fleets serve which stacks'),
  keepNodesMs: keep('NODES', '30000', 'managed nodes'),
  cacheBytes: {
    name: 'GATEWAY_CACHE_BYTES',
    fallback: '67108864',
    allowed: 'a whole number from 0 to 8589934592',
    meaning: "How much of AWS's answers is kept at most, in bytes of JSON.",
    parser: integer(0, 8_589_934_592),
  },
} as const;

/** They as the pipeline takes them: milliseconds by kind of thing, and bytes. */
export function cacheLimits(config: { readonly [Key in keyof typeof CACHE]: number }) {
  return {
    ttlMs: {
      sessions: config.keepSessionsMs,
      fleets: config.keepFleetsMs,
      stacks: config.keepStacksMs,
      pools: config.keepPoolsMs,
      associations: config.keepAssociationsMs,
      nodes: config.keepNodesMs,
    },
    maxBytes: config.cacheBytes,
  };
}
