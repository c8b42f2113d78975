/** Input type with AWS's member names: first letters in upper case, at every depth, without null. */
export type AwsNames<Input> = Input extends readonly (infer Item)[]
  ? AwsNames<Item>[]
  : Input extends object
    ? {
        -readonly [Name in keyof Input as Capitalize<Name & string>]: AwsNames<
          null extends Input[Name] ? NonNullable<Input[Name]> | undefined : Input[Name]
        >;
      }
    : Input;

/**
 * Renames the members of an input as AWS does. Omits null and undefined: AWS has no null, and removes attributes by
 * `AttributesToDelete`.
 */
export function toAwsNames<Input>(input: Input): AwsNames<Input> {
  return rename(input) as AwsNames<Input>;
}

function rename(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rename);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null && member !== undefined)
      .map(([name, member]) => [name.charAt(0).toUpperCase() + name.slice(1), rename(member)]),
  );
}

/** Converts the path of an AWS member to the path of the argument: `VpcConfig.SubnetIds` → `['input', 'vpcConfig', 'subnetIds']`. */
export function fieldOf(member: string): string[] {
  return ['input', ...member.split('.').map((name) => name.charAt(0).toLowerCase() + name.slice(1))];
}
