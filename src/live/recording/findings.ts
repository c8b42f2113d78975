import type { Lease } from '../../store/stored-change.ts';
import type { LiveCommit } from '../live-session.ts';
import type { HeldLeases } from './recorder.ts';

/** Leases under which changes, states of sources and removals of sources were found. */
export interface Findings {
  /** Notes the leases that are held now. Called when something is found. */
  note(commit: LiveCommit): void;
  /**
   * Leaves out what was found under a lease that has been lost since, also where the unit is held again: another process may have
   * committed the same meanwhile, and what it has not is found again.
   */
  held(commit: LiveCommit): LiveCommit;
}

export function findings(leases: Pick<HeldLeases, 'of'>): Findings {
  /** By change or state. A lease that is taken again is another object. */
  const foundUnder = new WeakMap<object, Lease>();
  /** Ids of the sources whose removal was found under a lease. */
  const removedUnder = new WeakMap<Lease, Set<string>>();

  function noteOne(found: object, sourceId: string): void {
    const lease = leases.of(sourceId);
    if (lease) foundUnder.set(found, lease);
  }

  function noteRemoval(sourceId: string): void {
    const lease = leases.of(sourceId);
    if (lease) removedUnder.set(lease, (removedUnder.get(lease) ?? new Set()).add(sourceId));
  }

  function isRemovalHeld(sourceId: string): boolean {
    const lease = leases.of(sourceId);
    return lease !== undefined && removedUnder.get(lease)?.has(sourceId) === true;
  }

  function isHeld(found: object, sourceId: string): boolean {
    const lease = leases.of(sourceId);
    return lease !== undefined && lease === foundUnder.get(found);
  }

  return {
    note({ changes, sources, removedSources }) {
      for (const change of changes) noteOne(change, change.session.sourceId);
      for (const state of sources) noteOne(state, state.id);
      removedSources.forEach(noteRemoval);
    },
    held: ({ changes, sources, removedSources }) => ({
      changes: changes.filter((change) => isHeld(change, change.session.sourceId)),
      sources: sources.filter((state) => isHeld(state, state.id)),
      removedSources: removedSources.filter(isRemovalHeld),
    }),
  };
}
