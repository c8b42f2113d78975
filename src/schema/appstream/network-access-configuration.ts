import type { NetworkAccessConfiguration } from '../../services/appstream/model.ts';
import { builder } from '../builder.ts';

export const SessionNetworkAccessConfigurationRef = builder
  .objectRef<NetworkAccessConfiguration>('SessionNetworkAccessConfiguration')
  .implement({
    description: 'The network interface of the instance of a session. AppStream and pools.',
    fields: (t) => ({
      eniPrivateIpAddress: t.exposeString('EniPrivateIpAddress', { description: 'Its private IPv4 address.' }),
      eniIpv6Addresses: t.exposeStringList('EniIpv6Addresses', { description: 'Its IPv6 addresses. AppStream only.' }),
      eniId: t.exposeString('EniId', { description: 'Its id: `eni-…`.' }),
    }),
  });
