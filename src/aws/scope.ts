/** One account in one region: where a thing lives, and half of its identity. */
export interface Scope {
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
}

/** AWS's shape with the scope it came from, and without doubt about the members that AWS guarantees. */
export type Scoped<Shape, Guaranteed extends keyof Shape> = Shape & {
  readonly [Member in Guaranteed]-?: NonNullable<Shape[Member]>;
} & { readonly scope: Scope };
