/** One account in one region: where a thing lives, and half of its identity. */
export interface AwsLocation {
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
}

/** AWS's shape with the location it came from, and without doubt about the members that AWS guarantees. */
export type Located<Shape, Guaranteed extends keyof Shape> = Shape & {
  readonly [Member in Guaranteed]-?: NonNullable<Shape[Member]>;
} & { readonly location: AwsLocation };
