import type { NetworkAccessConfiguration } from '../../services/appstream/model.ts';
import { builder } from '../builder/builder.ts';

export const SessionNetworkAccessConfigurationRef = builder
  .objectRef<NetworkAccessConfiguration>('SessionNetworkAccessConfiguration')
  .implement({
    description: 'Network interface of the instance of a session. AppStream and pool sessions.',
    fields: (t) => ({
      eniPrivateIpAddress: t.exposeString('EniPrivateIpAddress', { description: 'Private IPv4 address.' }),
      eniIpv6Addresses: t.exposeStringList('EniIpv6Addresses', { description: 'IPv6 addresses. AppStream only.' }),
      eniId: t.exposeString('EniId', { description: 'Id of the network interface: `eni-…`.' }),
    }),
  });
