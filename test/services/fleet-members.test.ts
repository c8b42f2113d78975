import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brokenMembers } from '../../src/services/appstream/fleet-members.ts';
import type { FleetRequest } from '../../src/services/appstream/model.ts';
import { type InputShape, inputShapes, isTextOf } from '../support/aws-input-shapes.ts';
import { textsAround } from '../support/texts-around.ts';

const CREATE = inputShapes.appstream?.CreateFleet ?? {};
const TEXTS = Object.entries(CREATE).filter(
  ([path, { type, enum: values }]) => type === 'string' && values === undefined && !path.startsWith('Tags.'),
);
/** Directory names have no constraint in the model. */
const UNCONSTRAINED = ['DomainJoinInfo.DirectoryName'];

/** A request that holds a value at a path of the model. */
function requestWith(path: string, value: unknown): FleetRequest {
  const [name = '', ...rest] = path.split('.');
  if (rest.length === 0) return { [name]: value } as FleetRequest;
  if (rest[0] === '[]') return { [name]: [value] } as FleetRequest;
  return { [name]: requestWith(rest.join('.'), value) } as FleetRequest;
}

const lengths = ({ min = 0, max = 200 }: InputShape) =>
  fc
    .constantFrom(...new Set([0, min - 1, min, min + 1, max - 1, max, max + 1].filter((length) => length >= 0)))
    .chain((length) => fc.constantFrom('x', 'é', '😀').map((character) => character.repeat(length)));

describe('A text of CreateFleet is rejected exactly where AWS’s service model rejects it:', () => {
  test.each(TEXTS)('%s', (path, shape) => {
    const texts = shape.pattern === undefined ? lengths(shape) : fc.oneof(textsAround(shape), lengths(shape));
    fc.assert(
      fc.property(texts, (text) => {
        const errors = brokenMembers(requestWith(path, text));
        expect([text, errors.length === 0]).toEqual([text, isTextOf(shape, text)]);
      }),
      { numRuns: 100 },
    );
  });

  test('with the code of the constraint and the path of the member', () => {
    const codeOf = (path: string, value: unknown) =>
      brokenMembers(requestWith(path, value)).map(({ code, field }) => `${code} ${field?.join('.')}`);
    expect(codeOf('Name', 'no name')).toEqual(['INVALID_FORMAT input.name']);
    expect(codeOf('Description', 'x'.repeat(257))).toEqual(['INVALID_LENGTH input.description']);
    expect(codeOf('VpcConfig.SecurityGroupIds', Array(6).fill('sg'))).toEqual([
      'TOO_MANY input.vpcConfig.securityGroupIds',
    ]);
    expect(codeOf('VpcConfig.SubnetIds.[]', '')).toEqual(['INVALID_FORMAT input.vpcConfig.subnetIds.0']);
    expect(codeOf('SessionScriptS3Location.S3Key', '')).toEqual(['INVALID_LENGTH input.sessionScriptS3Location.s3Key']);
  });

  test('and members without a constraint are taken as they are', () => {
    const free = TEXTS.filter(([, { min, max, pattern }]) => [min, max, pattern].every((each) => each === undefined));
    expect(free.map(([path]) => path)).toEqual(UNCONSTRAINED);
  });
});

describe('Tags of CreateFleet are rejected exactly where AWS’s service model rejects them:', () => {
  const [key, value] = [CREATE['Tags.{key}'], CREATE['Tags.{value}']] as [InputShape, InputShape];
  const tag = (Key: string, Value: string) => brokenMembers({ Tags: [{ Key, Value }] } as never);

  test('keys', () => {
    const keys = fc.oneof(
      textsAround(key),
      lengths(key),
      fc.constantFrom('aws:x', 'AWS:x', 'xaws:', 'Straße', '键', 'a\tb'),
    );
    fc.assert(
      fc.property(keys, (text) => {
        expect([text, tag(text, '').length === 0]).toEqual([text, isTextOf(key, text)]);
      }),
    );
  });

  test('values', () => {
    const values = fc.oneof(textsAround(value), lengths(value), fc.constantFrom('Straße', '键', 'a\tb', 'a;b'));
    fc.assert(
      fc.property(values, (text) => {
        expect([text, tag('k', text).length === 0]).toEqual([text, isTextOf(value, text)]);
      }),
    );
  });

  test('their number, and keys that are there twice', () => {
    const tags = (count: number) => Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    expect(brokenMembers({ Tags: tags(50) } as never)).toEqual([]);
    expect(brokenMembers({ Tags: tags(51) } as never)).toMatchObject([{ code: 'TOO_MANY' }]);
    expect(brokenMembers({ Tags: [...tags(2), { Key: 'k0', Value: 'other' }] } as never)).toMatchObject([
      { code: 'DUPLICATE', field: ['input', 'tags'] },
    ]);
  });
});

describe('A number of CreateFleet is rejected outside its documented range:', () => {
  test.each<[string, number, number, readonly number[]]>([
    ['MaxUserDurationInSeconds', 600, 432_000, []],
    ['DisconnectTimeoutInSeconds', 60, 36_000, []],
    ['IdleDisconnectTimeoutInSeconds', 60, 36_000, [0]],
    ['RootVolumeConfig.VolumeSizeInGb', 200, 500, []],
  ])('%s', (path, from, to, others) => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.integer(),
          fc.integer({ min: from - 2, max: from + 2 }),
          fc.integer({ min: to - 2, max: to + 2 }),
          fc.constant(0),
        ),
        (number) => {
          const isAllowed = (number >= from && number <= to) || others.includes(number);
          expect([number, brokenMembers(requestWith(path, number)).length === 0]).toEqual([number, isAllowed]);
        },
      ),
    );
  });
});
