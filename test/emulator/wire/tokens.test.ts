import { describe, expect, test } from 'vitest';
import { createTokens } from '../../../emulator/wire/tokens.ts';

const lifetime = 1_000;
const content = { behind: 40, pageNumber: 2 };

describe('A NextToken', () => {
  test('leads where it was made to lead', () => {
    const tokens = createTokens();
    expect(tokens.read('list', tokens.make('list', content, 5, 0), 6, lifetime)).toEqual(content);
  });

  test('is good for its own request only', () => {
    const tokens = createTokens();
    expect(tokens.read('another list', tokens.make('list', content, 5, 0), 6, lifetime)).toBeUndefined();
  });

  test('is good up to its lifetime and no longer', () => {
    const tokens = createTokens();
    const token = tokens.make('list', content, 5, 0);
    expect(tokens.read('list', token, 5 + lifetime, lifetime)).toEqual(content);
    expect(tokens.read('list', token, 6 + lifetime, lifetime)).toBeUndefined();
  });

  test('cannot be made by a caller, nor by another emulator', () => {
    const tokens = createTokens();
    const forged = Buffer.from('0/0/5').toString('base64url');
    const [, tag] = tokens.make('list', content, 5, 0).split('.');
    for (const token of ['nonsense', '.', '..', forged, `${forged}.`, `${forged}.${tag}.`]) {
      expect(tokens.read('list', token, 6, lifetime)).toBeUndefined();
    }
    expect(tokens.read('list', createTokens().make('list', content, 5, 0), 6, lifetime)).toBeUndefined();
  });

  test('is rejected when a character of it is lost or changed, be it in the padding', () => {
    const tokens = createTokens();
    const token = tokens.make('list', content, 5, 200);
    for (const index of [0, 100, token.length - 1]) {
      const changed = token[index] === 'A' ? 'B' : 'A';
      for (const put of ['', changed]) {
        const odd = token.slice(0, index) + put + token.slice(index + 1);
        expect(tokens.read('list', odd, 6, lifetime)).toBeUndefined();
      }
    }
  });

  test.each([0, 100, 2_000])('has at least %i characters by option, and still reads the next page', (length) => {
    const tokens = createTokens();
    const token = tokens.make('list', content, 5, length);
    expect(token.length).toBeGreaterThanOrEqual(length);
    expect(token.length).toBeLessThan(length + 100);
    expect(tokens.read('list', token, 6, lifetime)).toEqual(content);
  });
});
