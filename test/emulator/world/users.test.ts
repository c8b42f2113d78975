import { describe, expect, test } from 'vitest';
import { createRandom, seedOf } from '../../../emulator/world/random.ts';
import { appStreamUserId, createUsers, emailOf, ssmOwner } from '../../../emulator/world/users.ts';

const alice = { first: 'Alice', last: 'Martin', role: 'Ops' };

describe('The users of a world', () => {
  test('are sixty, no two of one name, and Alice Martin is the first', () => {
    const users = createUsers(createRandom(5));
    expect(users[0]).toEqual(alice);
    expect(new Set(users.map((user) => `${user.first} ${user.last}`)).size).toBe(60);
  });

  test('are the same for a seed', () => {
    expect(createUsers(createRandom(5))).toEqual(createUsers(createRandom(5)));
    expect(createUsers(createRandom(5))).not.toEqual(createUsers(createRandom(6)));
  });

  test('end at as many as there are names', () => {
    expect(createUsers(createRandom(1), 10_000)).toHaveLength(676);
  });

  test.each([
    ['API', /^alice\.martin$/],
    ['SAML', /^[Aa]lice\.[Mm]artin@example\.com$/],
    ['USERPOOL', /^[Aa]lice\.[Mm]artin@example\.com$/],
    ['AWS_AD', /^CORP\\alice\.martin$/],
  ] as const)('are spelled by %s as %s', (type, form) => {
    expect(appStreamUserId(alice, type, createRandom(1))).toMatch(form);
  });

  test('are spelled in mail both as the directory has it and in lower case', () => {
    const random = createRandom(1);
    const spellings = new Set(Array.from({ length: 50 }, () => emailOf(alice, random)));
    expect(spellings).toEqual(new Set(['alice.martin@example.com', 'Alice.Martin@example.com']));
  });

  test('are an assumed role or an IAM user to SSM', () => {
    expect(ssmOwner(alice, '123456789012')).toEqual({
      arn: 'arn:aws:sts::123456789012:assumed-role/Ops/alice.martin@example.com',
      sessionPrefix: 'alice.martin@example.com',
    });
    expect(ssmOwner({ ...alice, role: undefined }, '123456789012')).toEqual({
      arn: 'arn:aws:iam::123456789012:user/alice.martin',
      sessionPrefix: 'alice.martin',
    });
  });
});

describe('Random numbers', () => {
  test('repeat for a seed and stay within their bounds', () => {
    const [one, two] = [createRandom(9), createRandom(9)];
    for (let count = 0; count < 1000; count += 1) {
      const number = one.between(3, 7);
      expect(number).toBe(two.between(3, 7));
      expect([3, 4, 5, 6, 7]).toContain(number);
    }
  });

  test('pick nothing from nothing, loudly', () => {
    expect(() => createRandom(1).pick([])).toThrow(RangeError);
  });

  test('come from any word as a seed', () => {
    expect(seedOf('demo')).toBe(seedOf('demo'));
    expect(seedOf('demo')).not.toBe(seedOf('test'));
    expect(seedOf('')).toBeGreaterThanOrEqual(0);
  });
});
