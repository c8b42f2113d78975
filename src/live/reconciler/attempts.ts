import type { SourceMetadata } from '../../sessions/provider.ts';
import type { DiscoveryRecord } from './discover.ts';
import type { SourceRecord } from './source-record.ts';

/** Readers that wait for the first scan since scanning began. */
export interface Attempts {
  /** Begins anew: attempts before this monotonic time no longer count. */
  since(now: number): void;
  /** Resolves once every selected source, and the list of sources it is in, has been read or has failed. */
  attempted(isSelected: (source: SourceMetadata) => boolean): Promise<void>;
  /** Called after each attempt. */
  settled(): void;
}

export function attempts(
  records: ReadonlyMap<string, SourceRecord>,
  discoveries: ReadonlyMap<string, DiscoveryRecord>,
): Attempts {
  const waiting = new Set<{ readonly isDone: () => boolean; readonly resolve: () => void }>();
  let began = -Infinity;
  let hasBegun = false;

  function areAttempted(isSelected: (source: SourceMetadata) => boolean): boolean {
    const isDone = ({ metadata, attemptedTick }: SourceRecord) => !isSelected(metadata) || attemptedTick >= began;
    return (
      hasBegun &&
      [...discoveries.values()].every(({ state }) => isDone(state)) &&
      [...records.values()].every((record) => isDone(record))
    );
  }

  return {
    since(now) {
      began = now;
      hasBegun = true;
    },
    async attempted(isSelected) {
      const isDone = () => areAttempted(isSelected);
      if (isDone()) return;
      await new Promise<void>((resolve) => waiting.add({ isDone, resolve }));
    },
    settled() {
      for (const reader of waiting) {
        if (!reader.isDone()) continue;
        waiting.delete(reader);
        reader.resolve();
      }
    },
  };
}
