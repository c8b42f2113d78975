import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { breakingChanges, withoutDescriptions } from '../../scripts/schema/breaking-changes.ts';
import { publish, publishedSdl, unexplainedChanges } from '../../scripts/schema/published.ts';
import { apiSdl } from '../../src/schema/schema.ts';

const PUBLISHED = `
  type Query { fleet(name: String!, first: Int = 20): Fleet }
  type Fleet { id: ID! arn: String state: State }
  enum State { RUNNING STOPPED }
  input EndInput { id: ID! dryRun: Boolean! = false }
`;
const changed = (from: string, to: string) => PUBLISHED.replace(from, to);

test('This code breaks nothing that is published, but for what has a reason in `breaking-changes.json`', () => {
  expect(unexplainedChanges(apiSdl())).toEqual([]);
});

test('What this code adds is published, too', () => {
  expect(publishedSdl(), 'published/ is stale: run `npm run schema`').toBe(withoutDescriptions(apiSdl()));
});

describe('A change that breaks clients is found:', () => {
  test.each([
    ['a field removed', 'arn: String', '', 'Fleet.arn was removed.'],
    ['a field of another type', 'arn: String', 'arn: ID', 'Fleet.arn changed type from String to ID.'],
    ['a field that may be null from now on', 'id: ID!', 'id: ID', 'Fleet.id changed type from ID! to ID.'],
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
    ['no default of an input', '= false', '', 'EndInput.dryRun has changed defaultValue from false to none.'],
  ])('%s', (_title, from, to, change) => {
    expect(breakingChanges(PUBLISHED, changed(from, to))).toContain(change);
  });
});

describe('A change that breaks no client is not:', () => {
  test.each([
    ['a field more', 'arn: String', 'arn: String name: String'],
    ['an argument that may be left out', 'name: String!', 'name: String!, region: ID'],
    ['a field that is never null any more', 'arn: String', 'arn: String!'],
    ['a value more', 'STOPPED', 'STOPPED STARTING'],
    ['a description', 'arn: String', '"Its ARN." arn: String'],
  ])('%s', (_title, from, to) => {
    expect(breakingChanges(PUBLISHED, changed(from, to))).toEqual([]);
  });
});

describe('What breaks clients', () => {
  const withoutArn = changed('arn: String', '');

  /** A folder that has `PUBLISHED`, and these reasons to break it. */
  async function published(reasons: object): Promise<URL> {
    const path = await mkdtemp(join(tmpdir(), 'published-'));
    onTestFinished(() => rm(path, { recursive: true }));
    await writeFile(join(path, 'schema.graphql'), withoutDescriptions(PUBLISHED));
    await writeFile(join(path, 'breaking-changes.json'), JSON.stringify(reasons));
    return pathToFileURL(`${path}/`);
  }

  test.each([
    ['without a reason', {}],
    ['with an empty one', { 'Fleet.arn was removed.': ' ' }],
    ['with a reason for something else', { 'Fleet.id was removed.': 'No client asked for it.' }],
  ])('%s is told, and not published', async (_title, reasons) => {
    const folder = await published(reasons);
    expect(publish(withoutArn, folder)).toEqual(['Fleet.arn was removed.']);
    expect(publishedSdl(folder)).toBe(withoutDescriptions(PUBLISHED));
  });

  test('with its reason is published, and later code held to that', async () => {
    const folder = await published({ 'Fleet.arn was removed.': 'No client asked for it in a year.' });
    expect(publish(withoutArn, folder)).toEqual([]);
    expect(publishedSdl(folder)).toBe(withoutDescriptions(withoutArn));
    expect(unexplainedChanges(changed('id: ID! arn: String', 'name: ID'), folder)).toEqual(['Fleet.id was removed.']);
  });
});

test('What is published has no descriptions, and is the same schema', () => {
  const described = changed('arn: String', '"Its ARN." arn: String');
  expect(withoutDescriptions(described)).not.toContain('Its ARN');
  expect(breakingChanges(described, withoutDescriptions(described))).toEqual([]);
  expect(breakingChanges(withoutDescriptions(described), described)).toEqual([]);
});
