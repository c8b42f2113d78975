import type { SourceMetadata } from '../../sessions/provider.ts';
import type { SessionSourceNode } from '../../sessions/sources.ts';
import { discoverTask } from './discover-task.ts';
import type { ReconcilerParts } from './parts.ts';
import type { ReconcilerOptions } from './reconciler.ts';
import { addUnfound } from './restored-sources.ts';
import type { RestoredState } from './restored-state.ts';
import { sourceIdOf } from './source-record.ts';

/**
 * Services and locations, each of which one process reads: its sources share AWS's rate limits, and are listed together. The id of
 * a unit is that of the list of its sources.
 */
export interface Units {
  /** Returns the ids of all units. Takes no AWS call. */
  all(): Promise<readonly string[]>;
  /** Begins to read a unit, with what the store has of it. */
  acquire(id: string, state: RestoredState): void;
  /** Stops to read a unit, which another process reads from now on. */
  release(id: string): void;
}

export function createUnits(options: ReconcilerOptions, parts: ReconcilerParts): Units {
  const nodes = new Map<string, SessionSourceNode & { readonly metadata?: SourceMetadata }>();
  const { records, discoveries, scheduler, table, unfound, settled } = parts;

  function release(id: string): void {
    const key = discoveries.get(id)?.state.path[0];
    if (!discoveries.delete(id)) return;
    scheduler.remove(id);
    for (const record of records.values()) {
      if (record.path[0] !== key) continue;
      scheduler.remove(record.id);
      records.delete(record.id);
      table.dropSource(record);
    }
    for (const sourceId of unfound.keys()) {
      if (unitOf(sourceId) !== id) continue;
      unfound.delete(sourceId);
      table.dropUnclaimed(sourceId);
    }
    settled();
  }

  return {
    async all() {
      for (const node of await options.openSources().children()) nodes.set(sourceIdOf([node.key]), node);
      return [...nodes.keys()];
    },
    acquire(id, state) {
      const node = nodes.get(id);
      if (!node) return;
      table.restore(state);
      addUnfound(unfound, state);
      discoverTask(node, options, parts);
    },
    release,
  };
}

/** Returns the id of the unit that a source is of. */
export function unitOf(sourceId: string): string {
  const [key = ''] = JSON.parse(sourceId) as readonly string[];
  return sourceIdOf([key]);
}
