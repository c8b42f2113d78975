import { servicesOf } from '../../sessions/filter.ts';
import type { SessionService } from '../../sessions/providers.ts';
import { PROVIDERS, providerOf } from '../../sessions/providers.ts';
import type { PlaceCoverage } from '../../store/history/coverage/coverage.ts';
import type { RecordFilter } from '../../store/history/records/record-filter.ts';
import { builder } from '../builder/builder.ts';
import type { Context } from '../builder/context.ts';
import { AwsLocationRef } from '../locations/aws-location.ts';
import { SessionServiceRef } from '../sessions/session.ts';
import { readHistory, requireHistory } from './require-history.ts';

/** Coverage of a window in one service and location. */
export interface Coverage {
  readonly place: PlaceCoverage;
  readonly from: number;
  readonly to: number;
}

export const SessionCoverageRef = builder.objectRef<Coverage>('SessionCoverage').implement({
  description:
    'Share of a window in which the sources of a service and location were scanned often enough. What was not observed is not zero: sessions may be missing.',
  fields: (t) => ({
    service: t.field({
      type: SessionServiceRef,
      nullable: false,
      description: 'AWS service.',
      resolve: ({ place }) => place.service as SessionService,
    }),
    location: t.field({
      type: AwsLocationRef,
      nullable: false,
      description: 'Account and region. The account is null until it is known from the credentials.',
      resolve: ({ place: { accountId, region } }) => ({ accountId, region }),
    }),
    from: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'Begin of the window.',
      resolve: ({ from }) => new Date(from),
    }),
    to: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'End of the window; the current time if that is earlier.',
      resolve: ({ to }) => new Date(to),
    }),
    observedShare: t.float({
      nullable: false,
      description:
        'Share of the window that was observed: 0 to 1. Where only some of the sources were scanned, their share of all counts.',
      resolve: ({ place, from, to }) => place.shareOf(from, to),
    }),
  }),
});

/**
 * Reads the coverage of the services and locations that a filter selects: those that were observed, and those that are read now and
 * were not.
 */
export async function readPlaces(filter: RecordFilter, context: Context): Promise<readonly PlaceCoverage[]> {
  const now = requireHistory(context).now();
  const { from, to } = filter;
  const observed = await readHistory(context, (history) =>
    history.coverage({ from, to: Math.min(to, Math.max(now, from + 1)) }),
  );
  const services: readonly string[] = servicesOf({ ...resourcesOf(filter), includeHistory: false });
  const isSelected = ({ service, accountId, region }: Pick<PlaceCoverage, 'service' | 'accountId' | 'region'>) =>
    services.includes(service) &&
    (filter.regions?.includes(region) ?? true) &&
    (accountId === null || (filter.accountIds?.includes(accountId) ?? true));
  const others = unobserved(context).filter((place) => !observed.some((other) => isSame(place, other)));
  return [...observed, ...others].filter(isSelected).sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

/** Cuts the future off a window. */
export function pastOf({ from, to }: Pick<RecordFilter, 'from' | 'to'>, now: number) {
  return { from, to: Math.max(from, Math.min(to, now)) };
}

/** Returns the services and locations that are read now. */
function unobserved({ services }: Context): PlaceCoverage[] {
  return services.locations().flatMap((location) =>
    PROVIDERS.filter(({ service }) => location.has(providerOf(service).name)).map(({ service }) => ({
      service,
      accountId: location.accountId,
      region: location.region,
      shareOf: () => 0,
    })),
  );
}

/** Returns true if a location that is read may be the one that was observed: an account id that is not known yet may be any. */
function isSame(read: PlaceCoverage, observed: PlaceCoverage): boolean {
  const isAccount = read.accountId === null || read.accountId === observed.accountId;
  return read.service === observed.service && read.region === observed.region && isAccount;
}

function keyOf({ service, accountId, region }: Pick<PlaceCoverage, 'service' | 'accountId' | 'region'>): string {
  return JSON.stringify([PROVIDERS.findIndex((provider) => provider.service === service), region, accountId]);
}

/** Selects the conditions that exclude services. */
function resourcesOf(filter: RecordFilter) {
  const { services, fleetNames, stackNames, poolIds, targets } = filter;
  const given = Object.entries({ services, fleetNames, stackNames, poolIds, targets }).filter(
    ([, list]) => list !== undefined,
  );
  return Object.fromEntries(given) as { readonly services?: readonly SessionService[] };
}
