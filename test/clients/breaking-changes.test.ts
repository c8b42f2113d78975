import { describe, expect, test } from 'vitest';
import { breakingChanges, withoutDescriptions } from '../../scripts/schema/changes.ts';
import { judgeChanges } from '../../scripts/schema/judge.ts';
import { acceptedChanges, breakingSincePublished } from '../../scripts/schema/published.ts';

const PUBLISHED = `
  type Query { fleet(name: String!, first: Int = 20): Fleet }
  type Fleet { id: ID! arn: String state: State }
  enum State { RUNNING STOPPED }
  input EndInput { id: ID! dryRun: Boolean! = false }
`;
const changed = (from: string, to: string) => PUBLISHED.replace(from, to);

test('This code breaks nothing that is published, unless that is accepted with a reason', () => {
  expect(judgeChanges(breakingSincePublished(), acceptedChanges())).toMatchObject({ isAccepted: true });
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

describe('A change that breaks nobody is not:', () => {
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

describe('A breaking change is judged by what is accepted:', () => {
  const breaking = ['Fleet.arn was removed.', 'STOPPED was removed from enum type State.'];
  const reason = 'Nobody asked for it in a year.';

  test('with a reason for each it passes, and is named with it', () => {
    const accepted = Object.fromEntries(breaking.map((change) => [change, reason]));
    const lines = breaking.map((change) => `accepted  ${change} ${reason}`);
    expect(judgeChanges(breaking, accepted)).toEqual({ isAccepted: true, lines });
  });

  test('a reason is for one change only', () => {
    const { isAccepted, lines } = judgeChanges(breaking, { [breaking[0] as string]: reason });
    expect([isAccepted, lines[0]]).toEqual([false, `BREAKING  ${breaking[1]}`]);
  });

  test('an empty reason is none, and one for what does not change is refused', () => {
    expect(judgeChanges(['Fleet.arn was removed.'], { 'Fleet.arn was removed.': ' ' }).isAccepted).toBe(false);
    expect(judgeChanges([], { 'Fleet.arn was removed.': reason }).isAccepted).toBe(false);
  });
});

test('What is published has no descriptions, and is the same schema', () => {
  const described = changed('arn: String', '"Its ARN." arn: String');
  expect(withoutDescriptions(described)).not.toContain('Its ARN');
  expect(breakingChanges(described, withoutDescriptions(described))).toEqual([]);
  expect(breakingChanges(withoutDescriptions(described), described)).toEqual([]);
});
