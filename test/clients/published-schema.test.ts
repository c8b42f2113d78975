import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { currentSchemas } from '../../scripts/current-schemas.ts';
import { checkSchemas, publishSchemas } from '../../scripts/published.ts';

const published = `
  type Query { fleet(name: String!, first: Int = 20): Fleet }
  type Fleet @key(fields: "id") @key(fields: "arn") { id: ID! arn: String state: State }
  enum State { RUNNING STOPPED }
  input EndInput { id: ID! dryRun: Boolean! = false }
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'published-'));
  writeFileSync(join(folder, 'schema.graphql'), published);
});
afterEach(() => rmSync(folder, { recursive: true }));

const accept = (...changes: { change: string; reason: string }[]) =>
  writeFileSync(join(folder, 'breaking-changes.json'), JSON.stringify({ 'schema.graphql': changes }));
const check = (sdl: string) => {
  const [schema] = checkSchemas({ 'schema.graphql': sdl }, folder);
  if (!schema) throw new Error('Nothing was checked.');
  return schema;
};
const publish = (sdl: string, breaking = false) => publishSchemas({ 'schema.graphql': sdl }, { breaking, folder });
const onDisk = (name = 'schema.graphql') => readFileSync(join(folder, name), 'utf8');

const withoutArn = published.replace('arn: String', '').replace('@key(fields: "arn")', '');
const removals = ['Fleet.arn was removed.', 'Fleet @key(fields: "arn") was removed.'];
const reason = 'Nobody asked for it in a year.';

test('This code breaks nothing that is published, and all of it is published', () => {
  const checked = checkSchemas(currentSchemas());
  expect(checked.map(({ name }) => name)).toContain('schema.graphql');
  for (const { unaccepted, misfits, isBehind } of checked)
    expect([unaccepted, misfits, isBehind]).toEqual([[], [], false]);
});

describe('A change that breaks clients', () => {
  test.each([
    ['a field removed', 'arn: String', '', 'Fleet.arn was removed.'],
    ['a field of another type', 'arn: String', 'arn: ID', 'Fleet.arn changed type from String to ID.'],
    ['a value removed', 'STOPPED', '', 'STOPPED was removed from enum type State.'],
    [
      'an argument more',
      'name: String!',
      'name: String!, region: ID!',
      'A required arg region on Query.fleet was added.',
    ],
    ['another default', '= 20', '= 50', 'Query.fleet arg first has changed defaultValue from 20 to 50.'],
    [
      'another default of an input',
      '= false',
      '= true',
      'EndInput.dryRun has changed defaultValue from false to true.',
    ],
    ['no default of an input', '= false', '', 'EndInput.dryRun defaultValue was removed.'],
    ['a key removed', '@key(fields: "arn")', '', 'Fleet @key(fields: "arn") was removed.'],
  ])('is found: %s', (_title, from, to, change) => {
    expect(check(published.replace(from, to)).unaccepted).toEqual([change]);
  });

  test('is found: a schema removed', () => {
    expect(checkSchemas({}, folder)[0]?.unaccepted).toEqual(['schema.graphql was removed.']);
  });

  test('is not published, however often one tries', () => {
    expect([publish(withoutArn), publish(withoutArn, true)]).toEqual([[], []]);
    expect(onDisk()).toBe(published);
  });

  test('passes with an acceptance and a reason, and stays one until it is released', () => {
    accept(...removals.map((change) => ({ change, reason })));
    expect(check(withoutArn)).toMatchObject({ unaccepted: [], misfits: [], isBehind: false });
    expect(check(withoutArn).accepted.map(({ change }) => change)).toEqual(removals);
    expect(publish(withoutArn)).toEqual([]);

    expect(publish(withoutArn, true)).toEqual(['schema.graphql']);
    expect(onDisk()).toBe(withoutArn);
    expect(JSON.parse(onDisk('breaking-changes.json'))).toEqual({});
  });

  test('passes one by one: an acceptance speaks for itself only', () => {
    accept({ change: removals[0] ?? '', reason });
    expect(check(withoutArn).unaccepted).toEqual(removals.slice(1));
  });

  test('does not pass by an acceptance without a reason, or by one that no longer applies', () => {
    accept(...removals.map((change) => ({ change, reason: ' ' })));
    expect(check(withoutArn).misfits).toEqual(removals.map((change) => `Accepted without a reason: ${change}`));
    expect(check(published).misfits).toContain(`No longer so: ${removals[0]}`);
  });
});

describe('A change that breaks nobody', () => {
  test.each([
    ['a field more', 'arn: String', 'arn: String name: String'],
    ['an argument that may be left out', 'name: String!', 'name: String!, region: ID'],
    ['a field that is never null any more', 'arn: String', 'arn: String!'],
    ['a description', 'arn: String', '"Its ARN." arn: String'],
  ])('passes once it is published: %s', (_title, from, to) => {
    const grown = published.replace(from, to);
    expect(check(grown)).toMatchObject({ unaccepted: [], isBehind: true });
    expect(publish(grown)).toEqual(['schema.graphql']);
    expect(check(grown)).toMatchObject({ unaccepted: [], isBehind: false });
    expect(onDisk()).toBe(grown);
  });

  test('is named where it may surprise: a value more', () => {
    const { unaccepted, dangerous } = check(published.replace('STOPPED', 'STOPPED STARTING'));
    expect([unaccepted, dangerous]).toEqual([[], ['STARTING was added to enum type State.']]);
  });
});
