import SchemaBuilder, {
  BasePlugin,
  type PothosOutputFieldConfig,
  type PothosOutputFieldType,
  type PothosTypeConfig,
  type SchemaTypes,
} from '@pothos/core';
import { serviceTag } from './service-tags.ts';

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      subgraph: SubgraphPlugin<Types>;
    }
    interface BuildSchemaOptions<Types extends SchemaTypes> {
      /** Leaves out fields that only one subgraph of a supergraph may define. */
      forRouters?: boolean;
    }
  }
}

interface Directive {
  readonly name: string;
  readonly args: object;
}

/** Fields left out for routers: composition rejects two subgraphs that both define them, `@shareable` or not. */
const CLIENTS_ONLY: ReadonlySet<string> = new Set(['Query.node', 'Query.nodes']);

/** Adds the directives that routers read from every type and field: `@tag` and `@cost`. */
export class SubgraphPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onTypeConfig(config: PothosTypeConfig): PothosTypeConfig {
    if (config.kind !== 'Object') return config;
    // Routers count every object as 1 by default; here only AWS calls count.
    return withDirectives(config, [{ name: 'cost', args: { weight: 0 } }, ...tags(config.name)]);
  }

  override onOutputFieldConfig(config: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> | null {
    if (this.options.forRouters && CLIENTS_ONLY.has(`${config.parentType}.${config.name}`)) return null;
    return withDirectives(config, tags(this.nameOf(config.type)));
  }

  private nameOf(type: PothosOutputFieldType<Types>): string {
    return type.kind === 'List' ? this.nameOf(type.type) : this.builder.configStore.getTypeConfig(type.ref).name;
  }
}

function tags(typeName: string): Directive[] {
  const tag = serviceTag(typeName);
  return tag ? [{ name: 'tag', args: { name: tag } }] : [];
}

function withDirectives<Config extends { readonly extensions?: Record<string, unknown> | null | undefined }>(
  config: Config,
  directives: readonly Directive[],
): Config {
  if (directives.length === 0) return config;
  const known = (config.extensions?.directives ?? []) as readonly Directive[];
  return { ...config, extensions: { ...config.extensions, directives: [...known, ...directives] } };
}

SchemaBuilder.registerPlugin('subgraph', SubgraphPlugin);
