import SchemaBuilder, {
  BasePlugin,
  type FieldNullability,
  type InputFieldMap,
  type PothosOutputFieldConfig,
  type PothosOutputFieldType,
  type SchemaTypes,
  type TypeParam,
} from '@pothos/core';
import { type AccessScope, needs, type RequiredScopes, scopesToRead } from './access.ts';

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      access: AccessPlugin<Types>;
    }
    interface FieldOptions<
      Types extends SchemaTypes = SchemaTypes,
      ParentShape = unknown,
      Type extends TypeParam<Types> = TypeParam<Types>,
      Nullable extends FieldNullability<Type> = FieldNullability<Type>,
      Args extends InputFieldMap = InputFieldMap,
      ResolveShape = unknown,
      ResolveReturnShape = unknown,
    > {
      /** One of these scopes; for a field that shows a thing what its type needs is said by `scopesToRead`. */
      needs?: readonly AccessScope[];
    }
  }
}

/**
 * Guards every field that shows a fleet, a session or another thing, and whatever says that it `needs` a scope: who adds a
 * field cannot invalidate it. The scope auth plugin enforces it; the description says it, and so do `extensions.requiresScopes` and, to
 * routers, `@requiresScopes`.
 */
export class AccessPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const options = field.pothosOptions as { readonly needs?: readonly AccessScope[] };
    const scopes = options.needs ?? this.locationsOf(field);
    if (!scopes) return field;
    const requiresScopes: RequiredScopes = scopes.map((scope) => [scope]);
    const authScopes = Object.fromEntries(scopes.map((scope) => [scope, true]));
    return {
      ...field,
      description: [field.description, needs(scopes)].join(' ').trim(),
      extensions: { ...field.extensions, requiresScopes },
      pothosOptions: { ...field.pothosOptions, authScopes, ...forRouters(field.kind, requiresScopes) } as never,
    };
  }

  /** Within a connection nothing is asked again: whoever is there came through a field that was guarded. */
  private locationsOf({ parentType, type }: PothosOutputFieldConfig<Types>): readonly AccessScope[] | undefined {
    return /(?:Connection|Edge)$/.test(parentType) ? undefined : scopesToRead(this.nameOf(type));
  }

  private nameOf(type: PothosOutputFieldType<Types>): string {
    return type.kind === 'List' ? this.nameOf(type.type) : this.builder.configStore.getTypeConfig(type.ref).name;
  }
}

/** Composition refuses the directive on an interface: a router goes by the types that implement it. */
function forRouters(kind: string, requiresScopes: RequiredScopes) {
  return kind === 'Interface' ? {} : { requiresScopes };
}

SchemaBuilder.registerPlugin('access', AccessPlugin);
