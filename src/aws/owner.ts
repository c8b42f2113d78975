/** Request whose calls take turns. */
export interface Owner {
  /** Caller, whose requests take turns with those of other callers; a request without one counts as a caller of its own. */
  readonly caller?: string | undefined;
}
