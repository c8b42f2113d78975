import { type GraphQLObjectType, getNamedType, isLeafType, isObjectType } from 'graphql';
import { apiSchema } from '../../src/schema/schema.ts';

/** A selection of everything that a type has of its own: leaves, and parts down to theirs; no other Node, no list that pages. */
export function selectAll(typeName: string): string {
  const fields = Object.values((apiSchema.getType(typeName) as GraphQLObjectType).getFields());
  const selected = fields.flatMap((field) => {
    const type = getNamedType(field.type);
    if (isLeafType(type)) return [field.name];
    const isPart = isObjectType(type) && !type.name.endsWith('Connection') && !isNode(type);
    return isPart ? [`${field.name} ${selectAll(type.name)}`] : [];
  });
  return `{ ${selected.join(' ')} }`;
}

function isNode(type: GraphQLObjectType): boolean {
  return type.getInterfaces().some(({ name }) => name === 'Node');
}
