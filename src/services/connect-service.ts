import type { ConfiguredLocation } from '../aws/accounts/configured-locations.ts';
import type { AwsClient } from '../aws/client.ts';
import { conformAnswers, type Listings } from '../aws/http/conform-answer.ts';
import type { Connect, ServiceContext } from './aws-service.ts';

type ClientConfig = ReturnType<ConfiguredLocation['clientConfig']>;

/** Members of an SDK client that its connection uses. */
interface SdkClient {
  readonly middlewareStack: {
    add(
      middleware: ReturnType<typeof conformAnswers>,
      options: { readonly step: 'initialize'; readonly name: string },
    ): void;
  };
  destroy(): void;
}

/** Parts of a service, from its SDK client to what a request uses. */
interface ServiceParts<Client extends SdkClient, Api> {
  /** Lists of the client's operations, to which AWS's answers are made to conform. */
  readonly listings: Listings;
  /** Name of the service in endpoints, as in `AwsService`; log lines about answers that do not conform have it. */
  readonly endpoint: string;
  createClient(config: ClientConfig): Client;
  /** Declares the client's operations. */
  createApi(client: Client, aws: AwsClient): Api;
  /** Creates the service of one location for one request. */
  createService(context: ServiceContext<Api>): object;
}

/** Returns the `connect` of a service: one SDK client per location, shared by the requests. */
export function connectService<Client extends SdkClient, Api>(parts: ServiceParts<Client, Api>): Connect {
  return (config, log) => {
    const client = parts.createClient(config);
    const conform = conformAnswers(parts.endpoint, parts.listings, log);
    client.middlewareStack.add(conform, { step: 'initialize', name: 'conformAnswers' });
    return {
      forRequest: (aws, context) => parts.createService({ ...context, api: parts.createApi(client, aws) }),
      close: () => client.destroy(),
    };
  };
}
