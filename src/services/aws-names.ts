/** An input under AWS's names: each member's first letter in upper case, and without those that were not given. */
export type AwsNames<Input> = Input extends readonly (infer Item)[]
  ? AwsNames<Item>[]
  : Input extends object
    ? {
        -readonly [Name in keyof Input as Capitalize<Name & string>]: AwsNames<
          null extends Input[Name] ? NonNullable<Input[Name]> | undefined : Input[Name]
        >;
      }
    : Input;

/** `null` is not given: AWS has no such value, and takes things away by lists of what to delete. */
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

/** Where a member of AWS's is in the arguments: `VpcConfig.SubnetIds` → `['input', 'vpcConfig', 'subnetIds']`. */
export function fieldOf(member: string): string[] {
  return ['input', ...member.split('.').map((name) => name.charAt(0).toLowerCase() + name.slice(1))];
}
