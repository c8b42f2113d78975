import { isInterfaceType, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { lists, possibleTypes } from '../../examples/clients/schema-facts.ts';
import { apiSchema } from '../../src/schema/schema.ts';

const types = Object.values(apiSchema.getTypeMap());

test('The possible types of the examples are those of the schema', () => {
  const possible = types
    .filter(isInterfaceType)
    .map((type) => [type.name, apiSchema.getPossibleTypes(type).map(String).sort()]);
  expect(possibleTypes).toEqual(Object.fromEntries(possible));
});

test('The lists of the examples are those of the schema', () => {
  const connections = types
    .filter(isObjectType)
    .map((type) => {
      const fields = Object.values(type.getFields()).filter((field) => /Connection!?$/.test(String(field.type)));
      return [type.name, fields.map(({ name }) => name).sort()] as const;
    })
    .filter(([, names]) => names.length > 0);
  expect(lists).toEqual(Object.fromEntries(connections));
});
