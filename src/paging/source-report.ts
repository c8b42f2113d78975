import type { GatewayError } from '../errors.ts';
import { comparePaths, type Path } from './source-tree.ts';

/** `MORE`: its items go on, or have not been reached. `PENDING`: it did not answer in time. */
export type SourceStatus = 'COMPLETE' | 'MORE' | 'PENDING' | 'FAILED';

/** How one source of a list stands. */
export interface SourceReport<About> {
  readonly about: About;
  readonly status: SourceStatus;
  /** Why it failed. */
  readonly error: GatewayError | null;
}

interface Reported<About> {
  readonly path: Path;
  readonly about: About | undefined;
}

/** What has come of many sources. Parts that are spoken of as one stand as the worst of them does. */
export interface SourceReports<About> {
  add(entry: Reported<About>, status: SourceStatus, error?: GatewayError | null): void;
  copy(): SourceReports<About>;
  /** The same copy until something is added. */
  snapshot(): SourceReports<About>;
  /** In the order of the sources. */
  list(): readonly SourceReport<About>[];
}

const WORSE: readonly SourceStatus[] = ['COMPLETE', 'MORE', 'PENDING', 'FAILED'];

/** Nothing is added to a snapshot: whoever has to add to it takes a copy. */
type Known<About> = Map<string, SourceReport<About> & { readonly path: Path }>;

/** Two sources are one when a reader is told the same of them. */
export function sourceReports<About>(known: Known<About> = new Map()): SourceReports<About> {
  let latest: SourceReports<About> | null = null;
  return {
    add({ path, about }, status, error = null) {
      if (about === undefined) return;
      const key = JSON.stringify(about);
      const before = known.get(key);
      if (before && WORSE.indexOf(before.status) >= WORSE.indexOf(status)) return;
      latest = null;
      known.set(key, { about, status, error, path: before?.path ?? path });
    },
    copy: () => sourceReports(new Map(known)),
    snapshot() {
      latest ??= sourceReports(new Map(known));
      return latest;
    },
    list: () =>
      [...known.values()]
        .sort((one, other) => comparePaths(one.path, other.path))
        .map(({ about, status, error }) => ({ about, status, error })),
  };
}
