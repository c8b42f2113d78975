/** One account in one region: where a thing lives, and half of its identity. */
export interface Scope {
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
}
