import type { RequestServices, ScopedServices } from './services.ts';

/**
 * What is named by a key that says nothing of its account and region: every place is asked.
 *
 * @throws what a place failed with, where no other has it: it may be there
 */
export async function findAnywhere<Item>(
  services: RequestServices,
  find: (services: ScopedServices) => Promise<Item | null>,
): Promise<Item | null> {
  const answers = await Promise.allSettled(services.places().map(async (place) => find(await place.services())));
  for (const answer of answers) if (answer.status === 'fulfilled' && answer.value !== null) return answer.value;
  for (const answer of answers) if (answer.status === 'rejected') throw answer.reason;
  return null;
}
