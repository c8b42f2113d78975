import { type DocumentNode, Kind, parse, print, type TypeNode } from 'graphql';

/** Names that a composer adds for routers. */
const FOR_ROUTERS = /^(?:join|link|core|federation)__|^(?:_|join|link)/;

/**
 * The graph that a supergraph's SDL describes, as sorted lines: `Fleet.sessions(first: Int, …): SessionConnection!`. Two
 * composers write the same graph in different words, orders and directives.
 */
export function supergraphShape(supergraphSdl: string): string[] {
  return linesOf(parse(supergraphSdl)).toSorted();
}

function linesOf({ definitions }: DocumentNode): string[] {
  return definitions.flatMap((definition) => {
    if (!('name' in definition) || !definition.name || FOR_ROUTERS.test(definition.name.value)) return [];
    const name = definition.name.value;
    switch (definition.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION: {
        const interfaces = (definition.interfaces ?? []).map((each) => `${name} implements ${each.name.value}`);
        const fields = (definition.fields ?? []).map(
          (field) => `${name}.${typed(field)}(${(field.arguments ?? []).map(typed).toSorted().join(', ')})`,
        );
        return [...interfaces, ...fields];
      }
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        return (definition.fields ?? []).map((field) => `${name}.${typed(field)}`);
      case Kind.ENUM_TYPE_DEFINITION:
        return (definition.values ?? []).map((value) => `${name} ${value.name.value}`);
      case Kind.UNION_TYPE_DEFINITION:
        return (definition.types ?? []).map((type) => `${name} = ${type.name.value}`);
      case Kind.SCALAR_TYPE_DEFINITION:
        return [`scalar ${name}`];
      default:
        return [];
    }
  });
}

function typed({ name, type }: { readonly name: { readonly value: string }; readonly type: TypeNode }): string {
  return `${name.value}: ${print(type)}`;
}
