import type { World } from '../../emulator/world/state.ts';
import { buildWorld } from './world.ts';

/** Queries of every shape, for comparing one way of answering with another. */
export interface Shape {
  readonly document: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

/** Their titles say what is particular about each. */
export const SHAPES: Record<string, Shape> = {
  'a list': { document: '{ fleets(names: ["fleet-1", "odd"]) { nodes { name state location { region } } } }' },
  'joins and connections': {
    document:
      '{ stacks { nodes { fleets { edges { cursor node { name sessions { nodes { userId fleet { name } } } } } } } } }',
  },
  'a page and what follows it, asked twice': {
    document:
      '{ fleets(first: 1) { pageInfo { hasNextPage endCursor } edges { cursor } more: pageInfo { again: hasNextPage startCursor } } }',
  },
  aliases: { document: '{ a: fleet(name: "fleet-1") { n: name } b: fleet(name: "fleet-2") { n: name } }' },
  'a fragment used twice': {
    document:
      'fragment F on Fleet { name state } { a: fleet(name: "fleet-1") { ...F } b: fleet(name: "odd") { ...F } }',
  },
  'inline fragments on an interface': {
    document:
      '{ appStreamSessions(stackName: "Design", fleetName: "fleet-1", first: 2) { nodes { ... on Session { status } ... on Node { id } __typename } } }',
  },
  '@include and @skip': {
    document: 'query ($yes: Boolean!) { fleets(first: 1) { nodes { name @skip(if: $yes) arn @include(if: $yes) } } }',
    variables: { yes: true },
  },
  'the same, the other way': {
    document: 'query ($yes: Boolean!) { fleets(first: 1) { nodes { name @skip(if: $yes) arn @include(if: $yes) } } }',
    variables: { yes: false },
  },
  'a fragment with a condition, and without': {
    document:
      'query ($b: Boolean!) { fleets(first: 1) { nodes { ...S @include(if: $b) ...S } } } fragment S on Fleet { state }',
    variables: { b: false },
  },
  'a condition above a fragment': {
    document:
      'query ($c: Boolean!) { fleets(first: 1) @skip(if: $c) { nodes { ...F } } fleets(first: 1) { nodes { name } } } fragment F on Fleet { state }',
    variables: { c: true },
  },
  'a condition that is null, and has a default': {
    document: 'query ($inc: Boolean = true) { fleets(first: 1) { nodes { name @include(if: $inc) } } }',
    variables: { inc: null },
  },
  'an alias that is no member': {
    document:
      '{ fleets(first: 1) { nodes { __proto__: name constructor: state a_b: name a: location { b: region } } } }',
  },
  'a variable in a literal of a custom scalar': {
    document:
      'query ($arn: String) { _entities(representations: [{ __typename: "Fleet", arn: $arn }]) { __typename } }',
    variables: { arn: 'arn:aws:appstream:eu-west-1:123456789012:fleet/fleet-1' },
  },
  'variables with defaults': {
    document:
      'query ($first: Int = 2, $state: SsmSessionState! = ACTIVE) { ssmSessions(first: $first, state: $state) { nodes { sessionId startedAt } } }',
  },
  'an input object': {
    document: 'query ($f: [SsmSessionFilter!]) { ssmSessions(filters: $f) { nodes { target } } }',
    variables: { f: [{ key: 'TARGET', value: 'i-00000000000000001' }] },
  },
  'a newer enum value': { document: '{ fleet(name: "odd") { state fleetErrors { errorCode } } }' },
  'a list as a single value': { document: '{ fleets(names: "fleet-1") { nodes { name } } }' },
  null: { document: '{ fleet(name: "gone") { name } pool(poolId: "wspool-zzzzzzzzz") { poolName } }' },
  'an error in a nullable field': { document: '{ fleet(name: "b a d") { name } stack(name: "Design") { name } }' },
  'an error under an alias, in a list': {
    document: 'query ($ids: [ID!]!) { things: nodes(ids: $ids) { id } }',
    variables: { ids: ['garbage', 'also'] },
  },
  'an error in a non-null field': {
    document: '{ fleets(first: 999) { nodes { name } } stack(name: "Design") { name } }',
  },
  'a null where none may be': { document: '{ fleet(name: "nameless") { name arn } stack(name: "Design") { name } }' },
  'an enum variable of UNKNOWN': {
    document: 'query ($s: SsmSessionState!) { ssmSessions(state: $s) { nodes { id } } }',
    variables: { s: 'UNKNOWN' },
  },
  'an enum variable that is none': {
    document: 'query ($s: SsmSessionState!) { ssmSessions(state: $s) { nodes { id } } }',
    variables: { s: 'MAGIC' },
  },
  'a missing variable': { document: 'query ($name: String!) { fleet(name: $name) { name } }' },
  'a variable of another type': {
    document: 'query ($first: Int) { fleets(first: $first) { nodes { name } } }',
    variables: { first: 'x' },
  },
  introspection: {
    document: '{ __schema { queryType { name } types { name fields { name } } } __type(name: "Fleet") { kind } }',
  },
  'the first of two operations': {
    document: 'query A { fleet(name: "fleet-1") { name } } query B { fleet(name: "fleet-2") { name } }',
    operationName: 'A',
  },
  'the second of two operations': {
    document: 'query A { fleet(name: "fleet-1") { name } } query B { fleet(name: "fleet-2") { name } }',
    operationName: 'B',
  },
  'no operation of that name': { document: 'query A { fleet(name: "fleet-1") { name } }', operationName: 'C' },
};

/** The world they are asked in. */
export function shapesWorld(): World {
  const { world } = buildWorld()
    .fleets(3)
    .fleet('odd', { State: 'HIBERNATING' as never, FleetErrors: [] })
    .fleet('nameless', { Arn: undefined as never })
    .stack('Design')
    .associate('Design', 'fleet-1', 'odd')
    .appStreamSessions({ stack: 'Design', fleet: 'fleet-1', count: 4 })
    .node('i-00000000000000001')
    .ssmSessions({ count: 3 })
    .pool('Ops', { PoolId: 'wspool-aaaaaaaaa' })
    .poolSessions({ pool: 'Ops', count: 3 });
  return world;
}

/** The reference of an unexpected error differs each time, and so does the cost once an answer is cached. */
export function comparable(answer: unknown): unknown {
  return JSON.parse(
    JSON.stringify(answer, (key, value) => (key === 'reference' || key === 'upstream' ? typeof value : value)),
  );
}
