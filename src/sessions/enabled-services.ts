import { serviceDisabled } from '../services/load-services.ts';
import type { RequestServices } from '../services/services.ts';
import type { SessionFilter } from './filter.ts';
import { CONDITIONS, providerOf } from './providers.ts';

/**
 * Checks that the services that a filter names, itself or by a condition of theirs, are enabled: an empty list would claim that
 * they have no sessions.
 *
 * @throws GatewayError SERVICE_DISABLED
 */
export function checkEnabled(filter: SessionFilter, { isEnabled }: Pick<RequestServices, 'isEnabled'>): void {
  const given = CONDITIONS.filter(({ name }) => filter[name] !== undefined);
  for (const service of [...(filter.services ?? []), ...given.map((condition) => condition.service)]) {
    const { name, label } = providerOf(service);
    if (!isEnabled(name)) throw serviceDisabled(label);
  }
}
