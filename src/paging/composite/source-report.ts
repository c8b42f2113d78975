import type { GatewayError } from '../../errors/gateway-error.ts';
import { comparePaths, type Path } from './source-tree.ts';

/** `MORE`: its items go on, or have not been reached. `PENDING`: it did not answer in time. */
export type SourceStatus = 'COMPLETE' | 'MORE' | 'PENDING' | 'FAILED';

/** How one source of a list stands. */
export interface SourceReport<Metadata> {
  readonly metadata: Metadata;
  readonly status: SourceStatus;
  /** Why it failed. */
  readonly error: GatewayError | null;
}

interface Reported<Metadata> {
  readonly path: Path;
  readonly metadata: Metadata | undefined;
}

/** What has come of many sources. Parts that are spoken of as one stand as the worst of them does. */
export interface SourceReports<Metadata> {
  add(entry: Reported<Metadata>, status: SourceStatus, error?: GatewayError | null): void;
  copy(): SourceReports<Metadata>;
  /** The same copy until something is added. */
  snapshot(): SourceReports<Metadata>;
  /** In the order of the sources. */
  list(): readonly SourceReport<Metadata>[];
}

const WORSE: readonly SourceStatus[] = ['COMPLETE', 'MORE', 'PENDING', 'FAILED'];

/** Nothing is added to a snapshot: whoever has to add to it takes a copy. */
type Known<Metadata> = Map<string, SourceReport<Metadata> & { readonly path: Path }>;

/** Two sources are one when a reader is told the same of them. */
export function sourceReports<Metadata>(known: Known<Metadata> = new Map()): SourceReports<Metadata> {
  let latest: SourceReports<Metadata> | null = null;
  return {
    add({ path, metadata }, status, error = null) {
      if (metadata === undefined) return;
      const key = JSON.stringify(metadata);
      const before = known.get(key);
      if (before && WORSE.indexOf(before.status) >= WORSE.indexOf(status)) return;
      latest = null;
      known.set(key, { metadata, status, error, path: before?.path ?? path });
    },
    copy: () => sourceReports(new Map(known)),
    snapshot() {
      latest ??= sourceReports(new Map(known));
      return latest;
    },
    list: () =>
      [...known.values()]
        .sort((one, other) => comparePaths(one.path, other.path))
        .map(({ metadata, status, error }) => ({ metadata, status, error })),
  };
}
