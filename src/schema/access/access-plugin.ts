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
      /** OAuth scopes of which one is needed. By default those of the field's type: see `scopesToRead`. */
      needs?: readonly AccessScope[];
    }
  }
}

/**
 * Guards every field of a type that needs an OAuth scope, and every field with `needs`, so that a new field cannot lack its
 * guard. The scope auth plugin enforces the guard; the description, `extensions.requiresScopes` and `@requiresScopes` (for
 * routers) show it.
 */
export class AccessPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const options = field.pothosOptions as { readonly needs?: readonly AccessScope[] };
    const scopes = options.needs ?? this.scopesOf(field);
    if (!scopes) return field;
    const requiresScopes: RequiredScopes = scopes.map((scope) => [scope]);
    const authScopes = Object.fromEntries(scopes.map((scope) => [scope, true]));
    return {
      ...field,
      description: [field.description, needs(scopes)].join(' ').trim(),
      extensions: { ...field.extensions, requiresScopes },
      pothosOptions: { ...field.pothosOptions, authScopes, ...this.forRouters(field, requiresScopes) } as never,
    };
  }

  /** Returns the scopes of a field's type. Fields of connections and edges have none: the field of the connection is guarded. */
  private scopesOf({ parentType, type }: PothosOutputFieldConfig<Types>): readonly AccessScope[] | undefined {
    return /(?:Connection|Edge)$/.test(parentType) ? undefined : scopesToRead(this.nameOf(type));
  }

  /** Leaves interfaces without the directive, as composition requires: routers read it from the implementing types. */
  private forRouters({ parentType }: PothosOutputFieldConfig<Types>, requiresScopes: RequiredScopes) {
    const { kind } = this.builder.configStore.getTypeConfig(parentType);
    return kind === 'Interface' ? {} : { requiresScopes };
  }

  private nameOf(type: PothosOutputFieldType<Types>): string {
    return type.kind === 'List' ? this.nameOf(type.type) : this.builder.configStore.getTypeConfig(type.ref).name;
  }
}

SchemaBuilder.registerPlugin('access', AccessPlugin);
