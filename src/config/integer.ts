import { z } from 'zod';

/** A whole number in digits, both ends included. */
export const integer = (from: number, to: number) =>
  z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(from).max(to));
