import { expect, test } from 'vitest';
import { decodeRanges } from '../../../src/paging/composite/pending-range.ts';
import { START } from '../../../src/paging/position.ts';

const SHAPELESS = [
  '',
  '5',
  'null',
  '{}',
  '["x"]',
  '[0,5]',
  '[0,[],[["a"]]]',
  '[0,[],["a",null]]',
  '[0,[],[["a"],null,7,0]]',
];
const NO_PLACE = [
  '[1,[],[["a"],null,null,"short"]]',
  '[1,[],[["a"],null,null,"abcdefgh",2]]',
  '[1,[],[["a"],null,null,"abcdefgh",0.5]]',
];

test.each([...SHAPELESS, ...NO_PLACE])('A token that was forged to %j is INVALID_CURSOR', (token) => {
  expect(() => decodeRanges({ ...START, token })).toThrow(expect.objectContaining({ code: 'INVALID_CURSOR' }));
});
