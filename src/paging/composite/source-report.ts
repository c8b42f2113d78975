import type { GatewayError } from '../../errors/gateway-error.ts';
import { type Described, deferredOf, type IterationState, queueOf } from './iteration-state.ts';
import { valuesOf } from './linked-list.ts';
import { commonLength, comparePaths, type Path } from './path.ts';

/** `MORE`: its items continue behind this page, or were not reached. `PENDING`: it did not answer before the deadline. */
type SourceStatus = 'COMPLETE' | 'MORE' | 'PENDING' | 'FAILED';

/** Status of one source of a composite connection. */
export interface SourceReport<Metadata> {
  readonly metadata: Metadata;
  readonly status: SourceStatus;
  /** Error of the source; null unless `FAILED`. */
  readonly error: GatewayError | null;
}

/** From the best to the worst. */
const STATUSES: readonly SourceStatus[] = ['COMPLETE', 'MORE', 'PENDING', 'FAILED'];

/**
 * Reports the status of each source of an iteration, in the order of the tree. Sources with equal metadata are reported as
 * one, with the worst status. The children of a composite source whose turn has not come are reported as that source, even if
 * prefetching has found them: the reports depend on what was read, not on how fast the sources answered.
 */
export function reportSources<Item, Metadata>(
  state: IterationState<Item, Metadata>,
): readonly SourceReport<Metadata>[] {
  const reports = new Map<string, SourceReport<Metadata> & { readonly path: Path }>();
  const current = currentPath(state);

  function add(source: Described<Metadata>, given: SourceStatus, error: GatewayError | null = null): void {
    const reached = current ? reachedSource(source, current) : source;
    const { path, metadata } = reached;
    if (metadata === undefined) return;
    // Prefetching may have found that nothing of it is left to read; without an answer yet, it would be queued.
    const status = reached !== source && given === 'COMPLETE' ? 'MORE' : given;
    const key = JSON.stringify(metadata);
    const before = reports.get(key);
    if (before && STATUSES.indexOf(before.status) >= STATUSES.indexOf(status)) return;
    reports.set(key, { metadata, status, error, path: before?.path ?? path });
  }

  for (const source of [...valuesOf(state.complete)].reverse()) add(source, 'COMPLETE');
  for (const { source, error } of deferredOf(state)) add(source, error ? 'FAILED' : 'PENDING', error);
  for (const source of queueOf(state)) add(source, state.isOutOfTime ? 'PENDING' : 'MORE');
  return [...reports.values()]
    .sort((one, other) => comparePaths(one.path, other.path))
    .map(({ metadata, status, error }) => ({ metadata, status, error }));
}

/** Returns the path of the source whose turn it is; null if sources are no longer read in order, or none is left. */
function currentPath<Item, Metadata>({
  queue,
  timedOut,
  isLastRound,
  isOutOfTime,
}: IterationState<Item, Metadata>): Path | null {
  return isOutOfTime || isLastRound || timedOut > 0 ? null : (queue?.value.path ?? null);
}

/** Returns the outermost composite source around a source whose turn has not come, or the source itself. */
function reachedSource<Metadata>(
  source: Described<Metadata>,
  current: Path,
): Pick<Described<Metadata>, 'path' | 'metadata'> {
  const { path, outer } = source;
  const depth = commonLength(path, current) + 1;
  if (depth >= path.length || comparePaths(path, current) < 0) return source;
  return { path: path.slice(0, depth), metadata: outer[depth] };
}
