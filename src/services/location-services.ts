import type { AwsLocation } from '../aws/location.ts';
import type { AwsPipeline } from '../aws/pipeline/pipeline.ts';
import type { RequestCalls } from '../aws/request-calls.ts';
import type { LocationServices, ServiceOptions } from './aws-service.ts';
import type { Clients } from './clients.ts';
import { connectOf, type LoadedService } from './load-services.ts';

/**
 * Creates the services of one AWS location for one request. Each service is created when its member is first read: a request
 * that lists pools in ten regions creates no SSM clients. Reading the member of a service that is disabled, or that AWS does not
 * offer in the region, throws SERVICE_DISABLED.
 */
export function locationServices(
  services: readonly LoadedService[],
  clients: Clients,
  location: AwsLocation,
  pipeline: AwsPipeline,
  request: RequestCalls,
  options: ServiceOptions,
): LocationServices {
  const located: LocationServices = Object.create(null, { location: { value: location, enumerable: true } });

  function create(service: LoadedService): object {
    const connect = connectOf(service, location.region);
    const aws = pipeline.for(service.endpoint, location, request, service.serviceName);
    return clients.connectionBy(connect).forRequest(aws, { location, request, options });
  }

  for (const service of services) {
    let created: object | undefined;
    Object.defineProperty(located, service.name, {
      get() {
        created ??= create(service);
        return created;
      },
    });
  }
  return located;
}
