/** AWS location: the account and region of a resource. */
export interface AwsLocation {
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
}

/** AWS's shape with its location; members that AWS guarantees are required. */
export type Located<Shape, Guaranteed extends keyof Shape> = Shape & {
  readonly [Member in Guaranteed]-?: NonNullable<Shape[Member]>;
} & { readonly location: AwsLocation };
