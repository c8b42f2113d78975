import { GatewayError } from '../errors/gateway-error.ts';
import type { AwsService, Connect } from './aws-service.ts';

/** Service whose module is loaded. */
export interface LoadedService extends Pick<AwsService, 'name' | 'serviceName' | 'endpoint' | 'regionsWithout'> {
  /** Null if the service is disabled. */
  readonly connect: Connect | null;
}

/**
 * Loads the modules of the enabled services, concurrently. The SDK clients of the others are not loaded, which saves memory and
 * time to start.
 *
 * @param all all services; disabled ones fail their fields with `SERVICE_DISABLED`
 */
export function loadServices<Service extends AwsService>(
  all: readonly Service[],
  isEnabled: (service: Service) => boolean = () => true,
): Promise<LoadedService[]> {
  return Promise.all(
    all.map(async (service) => {
      const { name, serviceName, endpoint, regionsWithout } = service;
      return { name, serviceName, endpoint, regionsWithout, connect: isEnabled(service) ? await service.load() : null };
    }),
  );
}

/** Error for a region in which AWS does not offer a service: lists of several regions leave it out. */
export class NotOfferedError extends GatewayError {}

/** True if a service is enabled and AWS offers it in a region. */
export function isAvailable({ connect, regionsWithout }: LoadedService, region: string): boolean {
  return connect !== null && !regionsWithout.has(region);
}

/**
 * Returns the `connect` of a service in a region.
 *
 * @throws GatewayError SERVICE_DISABLED if it is disabled; as a NotOfferedError if AWS does not offer it there
 */
export function connectOf({ connect, serviceName, regionsWithout }: LoadedService, region: string): Connect {
  if (connect === null) throw serviceDisabled(serviceName);
  if (!regionsWithout.has(region)) return connect;
  throw new NotOfferedError('SERVICE_DISABLED', `AWS does not offer ${serviceName} in ${region}.`);
}

export function serviceDisabled(name: string): GatewayError {
  return new GatewayError('SERVICE_DISABLED', `This gateway does not read ${name}: see GATEWAY_SERVICES.`);
}
