import { type GraphQLObjectType, type GraphQLSchema, isObjectType } from 'graphql';
import { encodeId } from './node-id.ts';

/** Key of a node within its type: see `nodeKey`. */
type KeyOf = (node: object) => string;

/**
 * Has the `id` of every node encoded at once, and once however many aliases ask for it. Pothos encodes it in a promise of its own
 * each time, which takes some ten times the time of other fields, and 2 kB of memory.
 */
export function encodeIdsOnce(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    const keyOf = isObjectType(type) && keyOfNode(type);
    if (!keyOf) continue;
    const known = new WeakMap<object, string>();
    const { id } = type.getFields();
    if (!id) continue;
    id.resolve = (node: object) => {
      const encoded = known.get(node) ?? encodeId(type.name, keyOf(node));
      known.set(node, encoded);
      return encoded;
    };
  }
  return schema;
}

/** As it was given to `builder.node`. */
function keyOfNode({ extensions }: GraphQLObjectType): KeyOf | undefined {
  const options = extensions.pothosOptions as { readonly id?: { readonly resolve: KeyOf } } | undefined;
  return options?.id?.resolve;
}
