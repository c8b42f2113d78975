import { z } from 'zod';

/** Parser of a whole number in digits; both bounds are inclusive. */
export const integer = (from: number, to: number) =>
  z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(from).max(to));
