import fc from 'fast-check';
import type { InputShape } from './aws-input-shapes.ts';

/** Texts that meet a pattern of AWS's service models, texts that nearly do, and others. */
export function textsAround({ pattern = '', max = 100 }: InputShape): fc.Arbitrary<string> {
  const matching = fc.stringMatching(generated(pattern));
  const changed = fc
    .tuple(matching, fc.nat(), fc.constantFrom('', ' ', 'A', '/', ':', 'é', '.', '-', '\n'))
    .map(([text, at, other]) => {
      const index = text.length === 0 ? 0 : at % text.length;
      return text.slice(0, index) + other + text.slice(index + 1);
    });
  const repeated = fc
    .tuple(matching, fc.constantFrom(2, 3, max), fc.integer({ min: -1, max: 2 }))
    .map(([text, times, beyond]) => text.repeat(times).slice(0, max + beyond));
  return fc.oneof(matching, changed, repeated, fc.string({ maxLength: 12 }));
}

/** Simplifies a pattern for the generator: without assertions, which it does not know, and with few repetitions. */
function generated(pattern: string): RegExp {
  const simple = pattern
    .replaceAll(/\(\?<?[!=][^)]*\)/g, '')
    .replaceAll(/(?<!\\|\[)[\^$]/g, '')
    .replaceAll(/\\p\{[A-Z]\}/g, 'a-z ')
    .replaceAll(/\{(\d+),\d+\}/g, (_, from: string) => `{${from},${Number(from) + 3}}`)
    .replaceAll(/(?<!\\)\*/g, '{0,3}');
  return new RegExp(`^(?:${simple})$`);
}
