import type { SimulatedSession } from './simulated-user.ts';

/** A session that began or changed, or, with the status null, is no longer listed as active. */
export interface SimulatedChange extends Omit<SimulatedSession, 'status'> {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly accountId: string;
  readonly region: string;
  readonly status: string | null;
}

/** Compares the session of one simulated user before and after an event. */
export function changesBetween(
  before: SimulatedSession | undefined,
  after: SimulatedSession | undefined,
): readonly Pick<SimulatedChange, 'service' | 'id' | 'status'>[] {
  const isSame = before?.id === after?.id;
  if (isSame && before?.status === after?.status) return [];
  return [...(before && !isSame ? [{ ...before, status: null }] : []), ...(after ? [after] : [])];
}
