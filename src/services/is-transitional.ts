/** True if a fleet or pool in this state changes it by itself. Unknown states count as transitional. */
export function isTransitional(state: string | undefined): boolean {
  return state !== undefined && state !== 'RUNNING' && state !== 'STOPPED';
}
