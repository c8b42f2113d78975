import { readFileSync } from 'node:fs';
import { isInputObjectType, isIntrospectionType, isObjectType, isSpecifiedScalarType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { apiSchema } from '../../src/schema/schema.ts';

/** Names that GraphQL, Relay and graphql-scalars define: every graph may have them. */
const STANDARD = ['Query', 'Mutation', 'Subscription', 'Node', 'PageInfo', 'DateTime'];

/** Nouns of the domain, which a type name is or begins with, and the prefixes of the services and of the gateway. */
const NOUNS = ['Fleet', 'Stack', 'Session', 'Pool', 'ManagedNode', 'Workspace', 'Termination'];
const PREFIXES = ['AppStream', 'Ssm', 'Aws', 'Gateway', 'Live', 'Usage'];

const mutations = Object.keys(apiSchema.getMutationType()?.getFields() ?? {}).map(
  (name) => name.charAt(0).toUpperCase() + name.slice(1),
);

const named = Object.values(apiSchema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);

/** One type name a line: the public schemas of GitHub and of Artsy's metaphysics. */
const PUBLIC_NAMES: ReadonlySet<string> = new Set(
  readFileSync(new URL('public-type-names.txt', import.meta.url), 'utf8').split('\n'),
);

/** The whole word: `Poolside` does not begin with `Pool`. */
const beginsWith = (name: string, words: readonly string[]) =>
  words.some((word) => name.startsWith(word) && !/^[a-z]/.test(name.slice(word.length)));

/** `User` is a noun of many graphs: only the type itself has that name, and nothing begins with it. */
const isOurs = (name: string) =>
  STANDARD.includes(name) || name === 'User' || beginsWith(name, [...NOUNS, ...PREFIXES, ...mutations]);

describe('A type name', () => {
  test('is standard, or is or begins with a noun of this domain, a prefix of ours or its mutation', () => {
    expect(named.map(({ name }) => name).filter((name) => !isOurs(name))).toEqual([]);
  });

  test.each(['UserError', 'VpcConfig', 'Permission', 'S3Location', 'Poolside', 'NodeType', 'TagInput'])(
    'such as %s is found',
    (name) => expect(isOurs(name)).toBe(false),
  );

  test('is in no other public graph, but for the standard ones and `User`', () => {
    const common = named.map(({ name }) => name).filter((name) => PUBLIC_NAMES.has(name));
    expect(common.sort()).toEqual(['DateTime', 'Mutation', 'Node', 'PageInfo', 'Query', 'User']);
  });

  test('of the input and the payload of a mutation is that of the mutation', () => {
    const suffix = (type: object) => (isInputObjectType(type) ? 'Input' : 'Payload');
    const tops = named.filter(
      (type) => (isInputObjectType(type) || isObjectType(type)) && type.name.endsWith(suffix(type)),
    );
    const odd = tops.filter(({ name }) => !beginsWith(name, mutations)).map(({ name }) => name);
    // Parts of several inputs, named after what they describe.
    expect(odd.sort()).toEqual([
      'AwsS3LocationInput',
      'AwsTagInput',
      'FleetComputeCapacityInput',
      'FleetDomainJoinInfoInput',
      'FleetVolumeConfigInput',
      'FleetVpcConfigInput',
    ]);
  });
});

test('DateTime says which specification it follows', () => {
  const { specifiedByURL } = apiSchema.getType('DateTime') as { readonly specifiedByURL?: string };
  expect(specifiedByURL).toBe('https://scalars.graphql.org/andimarek/date-time.html');
});
