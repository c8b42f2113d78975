/** Deadlines of requests in milliseconds: the first is enough on a quiet machine, the last on any. */
const DEADLINES_MS = [2_500, 12_000, 60_000];

/**
 * Runs a scenario that lasts until a request's deadline, as a call to AWS hangs. What is served before the deadline takes longer on a
 * busy machine: if the scenario fails, it is run again with a longer one. Fails as the last run does.
 */
export async function withGrowingDeadline(scenario: (deadlineMs: number) => Promise<void>): Promise<void> {
  for (const deadlineMs of DEADLINES_MS.slice(0, -1)) {
    const failed = await scenario(deadlineMs).then(
      () => false,
      () => true,
    );
    if (!failed) return;
  }
  await scenario(DEADLINES_MS.at(-1) ?? 0);
}
