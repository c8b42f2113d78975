/** A request whose calls wait for their turn. */
export interface Owner {
  /** Names the caller, whose requests take turns with those of other callers; a request without one takes turns by itself. */
  readonly caller?: string | undefined;
}
