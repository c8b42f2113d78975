import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ArnKind, parseArn } from '../../../src/services/appstream/arn.ts';
import { brokenNames, NAME } from '../../../src/services/appstream/rules.ts';

const arn = ({
  partition = 'aws',
  service = 'appstream',
  region = 'eu-west-1',
  account = '123456789012',
  kind = 'fleet',
  name = 'Design',
} = {}) => `arn:${partition}:${service}:${region}:${account}:${kind}/${name}`;

describe('An ARN', () => {
  test.each<ArnKind>(['fleet', 'stack'])('of a %s names its location and itself', (kind) => {
    expect(parseArn(kind, arn({ kind }))).toEqual({
      location: { accountId: '123456789012', region: 'eu-west-1' },
      name: 'Design',
    });
  });

  test.each(['aws', 'aws-cn', 'aws-us-gov', 'aws-iso-b'])('may be of the partition %s', (partition) => {
    expect(parseArn('fleet', arn({ partition }))?.name).toBe('Design');
  });

  test.each<[string, string]>([
    ['empty', ''],
    ['a name', 'Design'],
    ['one of a stack', arn({ kind: 'stack' })],
    ['one of an image', arn({ kind: 'image' })],
    ['one of another service', arn({ service: 'ecs' })],
    ['one without an account', arn({ account: '' })],
    ['one of a short account', arn({ account: '12345678901' })],
    ['one of an account of letters', arn({ account: '12345678901a' })],
    ['one without a region', arn({ region: '' })],
    ['one without a name', arn({ name: '' })],
    ['one of a path', arn({ name: 'Design/more' })],
    ['one with white space', arn({ name: 'De sign' })],
    ['one with a line break', `${arn()}\n`],
    ['one of a name that begins with a dot', arn({ name: '.Design' })],
    ['one of a name that is too long', arn({ name: 'x'.repeat(102) })],
    ['one in upper case', arn().toUpperCase()],
    ['one in another', `x${arn()}`],
  ])('of a fleet is not %s', (_title, text) => {
    expect(parseArn('fleet', text)).toBeNull();
  });

  test('of any name that AWS allows is parsed, and of no other', () => {
    const character = fc.constantFrom(...'aZ09_.-', '/', ' ', 'é', ':', '*');
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 105 }), (name) => {
        const isName = NAME.pattern.test(name);
        expect(parseArn('fleet', arn({ name }))?.name ?? null).toBe(isName ? name : null);
        expect(brokenNames({ name }).map(({ code, field }) => [code, field])).toEqual(
          isName ? [] : [['INVALID_FORMAT', ['input', 'name']]],
        );
      }),
      { numRuns: 300 },
    );
  });
});

test('Broken names are all told, each with its argument', () => {
  expect(brokenNames({ fleetName: '', stackName: 'ok', other: '-' }).map(({ field }) => field)).toEqual([
    ['input', 'fleetName'],
    ['input', 'other'],
  ]);
});
