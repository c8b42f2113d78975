/** Structure as an SDK package describes it: its schema is a tuple that it exports as `<Name>$`. */
export interface SdkShape {
  readonly members: readonly string[];
  readonly required: readonly string[];
}

/** @param schemas the module of the client: `import * as appstream from '@aws-sdk/client-appstream'` */
export function sdkShape(schemas: object, name: string): SdkShape {
  const schema: unknown = Reflect.get(schemas, `${name}$`);
  if (!Array.isArray(schema)) throw new Error(`The SDK exports no schema ${name}$.`);
  // Smithy's static schema: 3, namespace, name, traits, member names, member types, how many of the first are required.
  const members = schema[4] as string[];
  return { members, required: members.slice(0, (schema[6] as number | undefined) ?? 0) };
}
