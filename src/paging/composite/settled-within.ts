/**
 * Waits until the first of several answers is there, or the time has passed.
 *
 * @throws whatever the first answer rejects with
 */
export async function settledWithin(milliseconds: number, answers: readonly Promise<unknown>[]): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, Math.max(0, milliseconds));
  try {
    await Promise.race([...answers, late]);
  } finally {
    clearTimeout(timer);
  }
}
