import { readFileSync } from 'node:fs';

/** Constraints of AWS's service model on one member of a request. Ranges are inclusive. */
export interface InputShape {
  readonly type: string;
  readonly required?: true;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

/** Members of a request by path: `Tags.{key}` is a key of a map, `Names.[]` an item of a list. */
export type RequestShape = Readonly<Record<string, InputShape>>;

/** Requests of the operations that the gateway calls, by service and operation, from AWS's service models (2026-08). */
export const inputShapes = JSON.parse(
  readFileSync(new URL('aws-input-shapes.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, Readonly<Record<string, RequestShape>>>>;

/** True if a text meets the constraints of a string. Lengths are counted in code points. */
export function isTextOf({ min = 0, max = Infinity, pattern, enum: values }: InputShape, text: string): boolean {
  const { length } = [...text];
  const isMatch =
    pattern === undefined || new RegExp(`^(?:${pattern})$`, pattern.includes('\\p') ? 'u' : '').test(text);
  return length >= min && length <= max && isMatch && (values === undefined || values.includes(text));
}
